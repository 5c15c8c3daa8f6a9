/** Longest side of a photo after reduction, in pixels. */
const longestSide = 1600;
/** Photos that are neither wider nor larger than this stay as they are. */
const smallEnough = 400 * 1024;

/**
 * Makes a photo smaller before it is sent: a phone's picture of 6 MB becomes some 300 KB and stays readable. What is
 * not
 * a picture, cannot be decoded or would not get smaller comes back unchanged.
 */
export async function compressImage(file: File): Promise<File> {
  if (!/^image\/(?:jpeg|png|webp|heic|heif)$/.test(file.type)) return file;
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(file, { imageOrientation: 'from-image' });
  } catch {
    return file;
  }
  try {
    const scale = Math.min(1, longestSide / Math.max(bitmap.width, bitmap.height));
    const storable = file.type === 'image/jpeg' || file.type === 'image/png';
    if (scale === 1 && storable && file.size <= smallEnough) return file;
    const blob = await drawJpeg(bitmap, Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    if (blob === null || (storable && blob.size >= file.size)) return file;
    return new File([blob], file.name.replace(/\.[^.]*$/, '') + '.jpg', {
      type: 'image/jpeg',
      lastModified: file.lastModified,
    });
  } finally {
    bitmap.close();
  }
}

async function drawJpeg(bitmap: ImageBitmap, width: number, height: number): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = width;
  canvas.height = height;
  const context = canvas.getContext('2d');
  if (context === null) return null;
  // Transparent parts of a PNG would turn black in a JPEG.
  context.fillStyle = '#fff';
  context.fillRect(0, 0, width, height);
  context.drawImage(bitmap, 0, 0, width, height);
  return new Promise((resolve) => {
    canvas.toBlob(resolve, 'image/jpeg', 0.75);
  });
}
