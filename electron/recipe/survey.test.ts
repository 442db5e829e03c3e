import { expect, test } from 'vitest';
import { fakeConnection, fakeLoad } from '../connection/fake';
import { parseSurvey, surveyOf } from './survey';

test('each question is asked once, by name', async () => {
  const connection = fakeConnection();
  await surveyOf(connection, fakeLoad, 'apt', {
    packages: ['xauth', 'perl', 'xauth'],
    files: ['/etc/a b'],
    groups: ['render'],
    services: [],
  });
  expect(connection.sent[0]).toMatchObject({
    name: 'recipe/set-up/survey.sh',
    parameters: { MANAGER: 'apt', PACKAGES: 'xauth\nperl', PATHS: '/etc/a b', GROUP_NAMES: 'render', UNITS: '' },
  });
});

test('what a host says becomes a survey', () => {
  const sum = 'ab'.repeat(32);
  const survey = parseSurvey([
    { key: 'package', values: ['xauth', '1:1.1.2-1'] },
    { key: 'candidate', values: ['openbox', '3.6.1-10'] },
    { key: 'lists-age', values: ['7200'] },
    { key: 'file', values: ['/etc/x', sum] },
    { key: 'file', values: ['/etc/secret', ''] },
    { key: 'group', values: ['render', 'yes', 'no'] },
    { key: 'service', values: ['docker', 'enabled', 'active'] },
    { key: 'service', values: ['other', 'disabled', 'failed'] },
    { key: 'other', values: ['bob'] },
    { key: 'free', values: ['/', '123456'] },
  ]);
  expect(survey.packages.get('xauth')).toBe('1:1.1.2-1');
  expect(survey.candidates?.get('openbox')).toBe('3.6.1-10');
  expect(survey.listsAge).toBe(7200);
  expect([...survey.files]).toEqual([
    ['/etc/x', sum],
    ['/etc/secret', ''],
  ]);
  expect(survey.groups.get('render')).toEqual({ member: true, login: false });
  expect(survey.services.get('docker')).toEqual({ enabled: true, active: true });
  expect(survey.services.get('other')).toEqual({ enabled: false, active: false });
  expect(survey.others).toEqual(['bob']);
  expect(survey.free.get('/')).toBe(123456);
});

test('a host without lists has no candidates, and nonsense is left out', () => {
  const survey = parseSurvey([
    { key: 'lists-age', values: ['soon'] },
    { key: 'free', values: ['/', 'much'] },
    { key: 'file', values: ['/etc/x', 'no sum'] },
    { key: 'odd', values: [] },
  ]);
  expect(survey.candidates).toBeUndefined();
  expect(survey.listsAge).toBeUndefined();
  expect(survey.free.size).toBe(0);
  expect(survey.files.get('/etc/x')).toBe('');
});
