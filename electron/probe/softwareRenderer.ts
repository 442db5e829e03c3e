/** Which renderer strings are a CPU's. */

/** Renderers that draw on the CPU; also inside `virgl (LLVMPIPE ...)` and `zink (llvmpipe ...)` (knowledge: Mesa, VirtualGL). */
export const SOFTWARE_RENDERER =
  /\b(llvmpipe|softpipe|swrast|software rasterizer|lavapipe|swr|openswr|swiftshader|mesa offscreen|mesa x11|gdi generic|microsoft basic render|apple software renderer)\b/i;
