/** Width and height of an own picture, in pixels. */
const side = 128;

/**
 * Makes a small square PNG of a picture in a file, as base64; `null` where the file is none. It is drawn anew, so that
 * nothing of the file goes along: no place, no camera, no comment.
 */
export async function smallPicture(file: Blob): Promise<string | null> {
  let source: ImageBitmap;
  try {
    source = await createImageBitmap(file);
  } catch {
    return null;
  }
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [side, side];
  const length = Math.min(source.width, source.height);
  const context = canvas.getContext('2d');
  context?.drawImage(source, (source.width - length) / 2, (source.height - length) / 2, length, length, 0, 0, side, side);
  source.close();
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  return blob && base64Of(new Uint8Array(await blob.arrayBuffer()));
}

function base64Of(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}
