/** Words of the designer, in Indonesian. */
export const id = {
  title: 'Perancang proses', models: 'Proses', newProcess: 'Proses baru', noModels: 'Belum ada proses', noModelsText: 'Buat proses pertama dengan tombol Proses baru.',
  name: 'Nama', version: 'Versi', deployed: 'Diterbitkan', running: 'Berjalan', back: 'Semua proses', newName: 'Proses baru',
  deploy: 'Terbitkan', deploying: 'Menerbitkan …', downloadXml: 'Unduh BPMN', downloadSvg: 'Unduh gambar', upload: 'Buka berkas', findings: 'Temuan', noFindings: 'Tidak ada temuan. Model ini dapat diterbitkan.',
  checking: 'Memeriksa …', error: 'Kesalahan', warning: 'Peringatan', deployTitle: 'Terbitkan versi baru', deployText: 'Permohonan baru memakai versi ini. Permohonan yang sedang berjalan tetap pada versinya.',
  deployErrors: 'Model ini punya kesalahan. Perbaiki dahulu temuan di bawah.', deployWarnings: 'Ada peringatan. Anda tetap dapat menerbitkan.', cancel: 'Batal', deployedAs: 'Terbit sebagai versi {version}.',
  draftFound: 'Ada naskah yang belum diterbitkan dari {date}.', restore: 'Pakai naskah itu', discard: 'Buang', unsaved: 'belum diterbitkan', canvas: 'Bagan proses', properties: 'Sifat elemen', unreadable: 'Berkas ini tidak dapat dibaca sebagai BPMN: {reason}', line: 'baris {line}',
  keys: 'Pintasan: Ctrl+Z batal · Ctrl+Y ulang · A tambah setelah · N elemen baru · E ubah nama · H geser · L pilih banyak · Ctrl+0 100 %',
};
