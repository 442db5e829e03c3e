import { expect, test } from 'vitest';
import { MESSAGE_LIMIT } from '../contract';
import type { Finding } from '../contract/doctor';
import { Facts } from '../contract/probe';
import { changed, healthyFacts, xServer } from './doctor/fixtures';
import { fitFacts, fitFindings } from './fit';

test('what fits stays as it is', () => {
  const facts = healthyFacts();
  expect(fitFacts(facts)).toBe(facts);
});

test('of a host that says too much the longest lists are cut, and keep their beginning', () => {
  const endless = Array.from({ length: 128 }, (_, at) => xServer({ pid: at, listens: Array.from({ length: 16 }, () => 'x'.repeat(250)) }));
  const facts = changed(healthyFacts(), { desktop: { xServers: endless } });
  expect(JSON.stringify(facts).length).toBeGreaterThan(MESSAGE_LIMIT);
  const fitting = fitFacts(facts);
  expect(JSON.stringify(fitting).length).toBeLessThan(MESSAGE_LIMIT);
  expect(Facts.safeParse(fitting).success).toBe(true);
  expect(fitting.desktop.xServers?.[0]?.pid).toBe(0);
  expect(fitting.gpu).toEqual(facts.gpu);
});

test('of too many findings the most important stay', () => {
  const finding = (at: number): Finding => ({
    key: `D18 :${at}`,
    id: 'D18',
    subject: `:${at}`,
    title: 'A display is blocked.',
    cause: 'c'.repeat(2000),
    severity: 'harms',
    confidence: 'certain',
    evidence: Array.from({ length: 8 }, () => ({ command: 'c'.repeat(2000), text: 't'.repeat(2000) })),
    cure: { kind: 'words', text: 'w' },
    source: 's',
    explains: [],
  });
  const findings = Array.from({ length: 64 }, (_, at) => finding(at));
  const fitting = fitFindings(findings);
  expect(JSON.stringify(fitting).length).toBeLessThan(MESSAGE_LIMIT);
  expect(fitting[0]?.key).toBe('D18 :0');
  expect(fitFindings(findings.slice(0, 1))).toHaveLength(1);
});
