// A photo from the camera becomes a small JPEG: drawn anew, so that nothing but its pixels is left of it.

const LONGEST = 1600;
const QUALITY = 0.8;

/** The picture of a file on a canvas of at most 1,600 pixels; rejects what the browser cannot read as a picture. */
export async function fit(file) {
  const source = await decode(file);
  const scale = Math.min(1, LONGEST / Math.max(source.width, source.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(source.width * scale));
  canvas.height = Math.max(1, Math.round(source.height * scale));
  const context = canvas.getContext("2d");
  // JPEG knows no transparency: what is clear becomes white, not black.
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = "high";
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close?.();
  return canvas;
}

/** What stands on a canvas, as a JPEG. */
export async function encode(canvas) {
  // Chromium puts toBlob and convertToBlob off until nothing on the page moves: 6.7 s, measured while a sign of waiting does.
  const [head, data] = canvas.toDataURL("image/jpeg", QUALITY).split(",");
  if (!head.startsWith("data:image/jpeg")) throw new Error("no picture");
  return new Blob([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], { type: "image/jpeg" });
}

/** Upright pixels, whichever way the tablet was held. */
async function decode(file) {
  if (globalThis.createImageBitmap) {
    try {
      return await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch {
      // Some browsers read formats as an image that they do not read as a bitmap.
    }
  }
  const image = new Image();
  const address = URL.createObjectURL(file);
  try {
    image.src = address;
    await image.decode();
    return image;
  } finally {
    URL.revokeObjectURL(address);
  }
}
