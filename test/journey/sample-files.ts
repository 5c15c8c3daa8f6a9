import PDFDocument from 'pdfkit';
import type { Page } from 'playwright-core';

/** A file as the browser's file chooser takes it. */
export interface SampleFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

/** A PDF of one page with a heading. */
export function drawPdf(name: string, heading: string): Promise<SampleFile> {
  return new Promise((resolve, reject) => {
    const document = new PDFDocument({ size: 'A4' });
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve({ name, mimeType: 'application/pdf', buffer: Buffer.concat(chunks) }));
    document.on('error', reject);
    document.fontSize(18).text(heading);
    document.end();
  });
}

/** A picture with its own name written on it; the browser is what can draw both JPG and PNG. */
export async function drawPicture(page: Page, name: string): Promise<SampleFile> {
  const mimeType = name.endsWith('.png') ? 'image/png' : 'image/jpeg';
  const address = await page.evaluate(
    ([text, type]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 320;
      canvas.height = 420;
      const context = canvas.getContext('2d');
      if (context === null) throw new Error('This browser cannot draw.');
      context.fillStyle = '#2b6777';
      context.fillRect(0, 0, 320, 420);
      context.fillStyle = '#fff';
      context.font = '20px sans-serif';
      context.fillText(text, 20, 210);
      return canvas.toDataURL(type);
    },
    [name, mimeType] as const,
  );
  return { name, mimeType, buffer: Buffer.from(address.split(',')[1] ?? '', 'base64') };
}
