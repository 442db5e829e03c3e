/** Every word of the check noun. */
import type { Evidence, EvidenceKind } from '../../electron/contract/check';

export const checkTexts = {
  check: 'Check',
  doctorSays: 'The doctor says:',
  run: 'Run check',
  runAgain: 'Run again',
  stop: 'Stop',
  stopped: 'Stopped before the end.',
  notChecked: 'Not checked',
  checking: 'Checking',
  failed: 'Check failed',
  verdict: 'Verdict',
  showEvidence: 'Show the evidence',
  words: { gpu: 'GPU', 'wrong-gpu': 'Wrong GPU', software: 'Software', 'no-gl': 'No OpenGL', unproven: 'Unproven' },
  meaning: {
    gpu: 'The GPU draws what this desktop shows with OpenGL.',
    wrongGpu: (expected: string, got: string) => `Drawn by ${got}, not by ${expected} as asked for.`,
    software: (renderer: string) => `Drawn by the host’s processors (${renderer}), not by a GPU.`,
    unproven: 'It may be drawn by the GPU, but that could not be shown:',
  },
  none: 'Nothing is proven yet. A check runs glxgears in this desktop for a few seconds and follows its picture from the renderer to this window.',
  noScreen: 'Open the desktop to have its pixels counted, too.',
  checkOf: (host: string, display: number) => `Desktop :${display} on ${host}`,
  startedAt: 'Checked',
  progress: 'Check under way',
  rendered: 'Rendered',
  delivered: 'Delivered',
  renderedHint: 'Frames per second that the program says it draws.',
  deliveredHint: 'Different pictures per second that arrived in this window.',
  fps: 'FPS',
  /** Once the check is over. */
  medianFps: 'FPS median',
  rates: 'Frame rates',
  ratesTable: 'Frame rates as a table',
  second: 'Second',
  noPoints: 'Waiting for the first figure',
  evidence: 'Evidence',
  evidenceOrder: 'weakest first',
  command: 'Command',
  copyCommand: 'Copy command',
  raw: 'Output',
  runningCheck: (host: string, display: number) => `Checking :${display} on ${host}`,
};

export const EVIDENCE_NAMES: Readonly<Record<EvidenceKind, string>> = {
  renderer: 'Renderer string',
  libraries: 'Loaded libraries',
  'gpu-account': 'The GPU’s own account',
  pixels: 'Pixels in this window',
};

export const SAYS: Readonly<Record<Evidence['says'], string>> = {
  gpu: 'For the GPU',
  software: 'For software',
  against: 'Against',
  neutral: 'Proves nothing alone',
  missing: 'Missing',
};
