import { describe, expect, test } from 'vitest';
import type { Check, Verdict } from '../../electron/contract/check';
import { badgeWords, shortDevice, verdictWords } from './verdictWords';

test.each([
  ['NVIDIA A10/PCIe/SSE2', 'NVIDIA A10'],
  ['llvmpipe (LLVM 15.0.6, 256 bits)', 'llvmpipe'],
  ['AMD Radeon RX 6800 (navi21, LLVM 15.0.6, DRM 3.49)', 'AMD Radeon RX 6800'],
  ['NVIDIA GeForce RTX 3090/PCIe', 'NVIDIA GeForce RTX 3090'],
])('%s is %s in short', (renderer, device) => {
  expect(shortDevice(renderer)).toBe(device);
});

describe('verdictWords', () => {
  const all: Verdict[] = [
    { kind: 'gpu', device: 'NVIDIA A10/PCIe/SSE2' },
    { kind: 'wrong-gpu', expected: 'NVIDIA A10', got: 'AST1150' },
    { kind: 'software', renderer: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    { kind: 'no-gl', why: 'There is no GLX visual.' },
    { kind: 'unproven', missing: ['No pixels.'] },
  ];

  test('each has its own word and shape, and never colour alone', () => {
    const words = all.map(verdictWords);
    expect(words.map(({ word, device }) => `${word} ${device}`.trim())).toEqual([
      'GPU NVIDIA A10',
      'Wrong GPU AST1150',
      'Software llvmpipe',
      'No OpenGL',
      'Unproven',
    ]);
    expect(new Set(words.map(({ shape }) => shape)).size).toBe(all.length);
  });

  test('only a proven GPU is good', () => {
    expect(all.filter((verdict) => verdictWords(verdict).tone === 'good').map(({ kind }) => kind)).toEqual(['gpu']);
  });

  test('each says what it means', () => {
    const [, wrong, software, none, unproven] = all.map(verdictWords);
    expect(wrong?.meaning).toBe('Drawn by AST1150, not by NVIDIA A10 as asked for.');
    expect(software?.meaning).toContain('llvmpipe (LLVM 15.0.6, 256 bits)');
    expect(none?.meaning).toBe('There is no GLX visual.');
    expect(unproven?.missing).toEqual(['No pixels.']);
  });
});

describe('the badge', () => {
  const check: Check = {
    id: '0123456789ab',
    sessionId: '0123456789ab/9b1d2f6e-5c3b-4b0f-9a51-0c6e6a1f2b3c.1.100.200',
    tool: 'glxgears',
    phase: { kind: 'running', step: 'Starting' },
    startedAt: 0,
    seconds: 12,
    command: 'glxgears',
    evidence: [],
    rendered: [],
    delivered: [],
  };

  test('claims nothing before there is a verdict', () => {
    expect(badgeWords(undefined).word).toBe('Not checked');
    expect(badgeWords(check).word).toBe('Checking');
    expect(badgeWords({ ...check, phase: { kind: 'cancelled' } }).word).toBe('Not checked');
    expect(badgeWords({ ...check, phase: { kind: 'failed', failure: { code: 'check-failed', message: 'No.' } } }).word).toBe(
      'Check failed',
    );
  });

  test('shows the verdict as soon as there is one', () => {
    expect(badgeWords({ ...check, verdict: { kind: 'gpu', device: 'NVIDIA A10' } }).word).toBe('GPU');
  });
});
