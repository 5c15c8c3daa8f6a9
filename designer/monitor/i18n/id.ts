/** Words of the monitor, in Indonesian. */
export const id = {
  title: 'Pantauan', processes: 'Proses', incidents: 'Kendala', instances: 'Permohonan berjalan',
  noDefinitions: 'Belum ada proses', noDefinitionsText: 'Terbitkan proses dari perancang, lalu jalannya tampil di sini.',
  process: 'Proses', version: 'Versi', running: 'Berjalan', deployed: 'Diterbitkan', latest: 'terbaru',
  noIncidents: 'Tidak ada kendala', noIncidentsText: 'Pekerjaan yang gagal dan kehabisan percobaan muncul di sini.',
  retry: 'Coba lagi', retried: 'Pekerjaan dicoba lagi.', details: 'Rincian', activity: 'Langkah', message: 'Pesan', number: 'Nomor', since: 'Sejak',
  noInstances: 'Tidak ada yang cocok', noInstancesText: 'Ubah keadaan atau kata pencarian.', search: 'Cari nomor permohonan', stateRunning: 'Berjalan', stateIncident: 'Dengan kendala', stateEnded: 'Selesai',
  started: 'Mulai', ended: 'Selesai', at: 'Berada di', more: 'Tampilkan lebih banyak', back: 'Kembali', history: 'Riwayat', variables: 'Data proses', name: 'Nama', type: 'Jenis', value: 'Nilai', scope: 'Lingkup',
  until: 'Sampai', by: 'Oleh', canceled: 'dibatalkan', notFound: 'Halaman ini tidak ada', notFoundText: 'Kembali ke daftar proses.',
};
