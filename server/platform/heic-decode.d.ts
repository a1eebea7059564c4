declare module 'heic-decode' {
  type Picture = { width: number; height: number };
  type Pixels = Picture & { data: Uint8ClampedArray };
  const decode: { all(given: { buffer: Uint8Array }): Promise<(Picture & { decode(): Promise<Pixels> })[]> };
  export default decode;
}
