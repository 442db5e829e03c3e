/** Facts and findings of a host as sections of its support bundle: what was asked, what it printed, and what the doctor made of it. */
import type { Section } from '../connection/bundle';
import type { Finding } from '../contract/doctor';
import type { Probed } from './facts';

export function sectionsOf({ facts, raws }: Probed, findings: readonly Finding[]): readonly Section[] {
  return [
    {
      title: 'Findings',
      lines: findings.map(({ id, subject, severity, confidence, title, evidence }) => [
        `${id}${subject === '' ? '' : ` ${subject}`}`,
        [`${title} (${severity}, ${confidence})`, ...evidence.map(({ text }) => text)].join('\n'),
      ]),
    },
    {
      title: `Facts of ${new Date(facts.at).toISOString()}`,
      lines: facts.answers.map(({ name, state, why, command }) => [
        name,
        [
          `${state}${why === undefined ? '' : `: ${why}`}`,
          `$ ${command}`,
          ...(state === 'absent' ? [] : [raws.raw(name)?.text ?? '']),
        ].join('\n'),
      ]),
    },
  ];
}
