import PDFDocument from 'pdfkit';
import { create as createQrCode } from 'qrcode';
import { formatDate } from '../../form/format.ts';
import { WIB_OFFSET_MS } from '../calendar/work-calendar.ts';
import type { ComposedBlock, ComposedLetter } from './compose-letter.ts';
import { findLetterFonts, type LetterFonts } from './letter-fonts.ts';
import { toPrintable } from './printable-text.ts';

export interface LetterPrint {
  /** Where the QR code leads. */
  readonly verifyUrl: string;
  readonly issuedAt: number;
  /** Streams are compressed unless told otherwise; tests read uncompressed ones. */
  readonly compress?: boolean;
  /** Null: the PDF's built-in Times. The installed ones unless told otherwise. */
  readonly fonts?: LetterFonts | null;
}

const MARGIN = 64;
const SIZE = 11;
const REGULAR = 'regular';
const BOLD = 'bold';
const LABEL_WIDTH = 150;

type Page = InstanceType<typeof PDFDocument>;

/** The PDF that is written, and how texts come to have only letters that its fonts have. */
interface Sheet {
  readonly document: Page;
  readonly printable: (text: string) => string;
}

/**
 * The letter as a PDF on A4. All values are drawn as text: no value is ever a path, an address that is fetched, or
 * mark-up. The same letter gives the same bytes.
 */
export function renderLetter(letter: ComposedLetter, print: LetterPrint): Promise<Uint8Array> {
  const fonts = print.fonts === undefined ? findLetterFonts() : print.fonts;
  const printable = (text: string): string => toPrintable(text, fonts ? 'embedded' : 'built-in');
  const document = new PDFDocument({
    size: 'A4',
    margins: { top: 48, bottom: 56, left: MARGIN, right: MARGIN },
    compress: print.compress ?? true,
    lang: 'id-ID',
    info: {
      Title: printable(letter.title),
      Subject: printable(letter.number),
      Author: printable(letter.letterhead.lines.at(-1) ?? ''),
      CreationDate: new Date(print.issuedAt),
      ModDate: new Date(print.issuedAt),
    },
  });
  // Only the letters that occur are embedded.
  document.registerFont(REGULAR, fonts ? Buffer.from(fonts.regular) : 'Times-Roman');
  document.registerFont(BOLD, fonts ? Buffer.from(fonts.bold) : 'Times-Bold');
  const sheet: Sheet = { document, printable };
  const chunks: Buffer[] = [];
  const done = new Promise<Uint8Array>((resolve, reject) => {
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
  drawHead(sheet, letter);
  for (const block of letter.blocks) drawBlock(sheet, block);
  drawSignature(sheet, letter, print);
  document.end();
  return done;
}

function widthOf(document: Page): number {
  return document.page.width - 2 * MARGIN;
}

function drawHead({ document, printable }: Sheet, { letterhead, title, number }: ComposedLetter): void {
  letterhead.lines.forEach((line, index) =>
    document
      .font(BOLD)
      .fontSize(index === letterhead.lines.length - 1 ? 14 : 12)
      .text(printable(line), { align: 'center' }),
  );
  if (letterhead.address !== null)
    document.font(REGULAR).fontSize(9).text(printable(letterhead.address), { align: 'center' });
  const y = document.y + 6;
  document
    .moveTo(MARGIN, y)
    .lineTo(MARGIN + widthOf(document), y)
    .lineWidth(2)
    .stroke();
  document.y = y + 18;
  document.font(BOLD).fontSize(13).text(printable(title), { align: 'center', underline: true });
  document
    .font(REGULAR)
    .fontSize(SIZE)
    .text(printable(`Nomor: ${number}`), { align: 'center' })
    .moveDown(1);
}

function drawBlock(sheet: Sheet, block: ComposedBlock): void {
  const { document, printable } = sheet;
  document.fontSize(SIZE);
  switch (block.type) {
    case 'paragraph':
      document
        .font(block.bold ? BOLD : REGULAR)
        .text(printable(block.text), MARGIN, document.y, { align: block.align, width: widthOf(document), lineGap: 2 })
        .moveDown(0.5);
      return;
    case 'fields':
      for (const row of block.rows) drawField(sheet, row);
      document.moveDown(0.5);
      return;
    case 'list':
      block.items.forEach((item, index) => drawItem(sheet, `${index + 1}.`, item));
      document.moveDown(0.5);
  }
}

function drawField(
  { document, printable }: Sheet,
  { label, value }: { readonly label: string; readonly value: string },
): void {
  const width = widthOf(document) - LABEL_WIDTH - 12;
  document.font(REGULAR);
  const height = Math.max(
    document.heightOfString(printable(value), { width, lineGap: 2 }),
    document.heightOfString(printable(label), { width: LABEL_WIDTH, lineGap: 2 }),
  );
  startPageUnlessFits(document, Math.min(height, 200));
  const y = document.y;
  document.text(printable(label), MARGIN, y, { width: LABEL_WIDTH, lineGap: 2 });
  document.text(':', MARGIN + LABEL_WIDTH, y, { width: 10, lineGap: 2 });
  document.text(printable(value), MARGIN + LABEL_WIDTH + 12, y, { width, lineGap: 2 });
  if (document.y < y + height && document.y >= y) document.y = y + height;
  document.x = MARGIN;
}

function drawItem({ document, printable }: Sheet, marker: string, text: string): void {
  startPageUnlessFits(document, 30);
  const y = document.y;
  document.font(REGULAR).text(marker, MARGIN, y, { width: 22, lineGap: 2 });
  document.text(printable(text), MARGIN + 24, y, { width: widthOf(document) - 24, lineGap: 2 });
  document.x = MARGIN;
}

function drawSignature(
  { document, printable }: Sheet,
  { signature, footer }: ComposedLetter,
  { verifyUrl, issuedAt }: LetterPrint,
): void {
  startPageUnlessFits(document, 190);
  const top = document.y + 8;
  const left = MARGIN + widthOf(document) / 2;
  const width = widthOf(document) / 2;
  const date = formatDate(new Date(issuedAt + WIB_OFFSET_MS).toISOString(), 'id');
  document
    .font(REGULAR)
    .fontSize(SIZE)
    .text(printable(`${signature.place}, ${date}`), left, top, { width });
  document.text(printable(signature.capacity), left, document.y, { width }).moveDown(3);
  document.font(BOLD).text(printable(signature.name), left, document.y, { width });
  if (signature.idNumber !== null)
    document.font(REGULAR).text(printable(`NIP ${signature.idNumber}`), left, document.y, { width });
  const bottom = document.y;
  drawQrCode(document, verifyUrl, { x: MARGIN, y: top, size: 88 });
  document
    .font(REGULAR)
    .fontSize(8)
    .text(printable(verifyUrl), MARGIN, top + 92, { width: width - 12 });
  if (footer !== null)
    document.text(printable(footer), MARGIN, Math.max(document.y, bottom) + 10, { width: widthOf(document) });
}

/** Squares drawn as lines of the page, so that no image has to be decoded. */
function drawQrCode(
  document: Page,
  text: string,
  { x, y, size }: { readonly x: number; readonly y: number; readonly size: number },
): void {
  const { modules } = createQrCode(text, { errorCorrectionLevel: 'M' });
  const module = size / modules.size;
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      if (modules.get(row, column)) document.rect(x + column * module, y + row * module, module, module);
    }
  }
  document.fill('black');
}

function startPageUnlessFits(document: Page, height: number): void {
  if (document.y + height > document.page.height - document.page.margins.bottom) document.addPage();
}
