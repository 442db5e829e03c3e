/** Asks for a password or a passphrase. What is typed stays in this dialog until it is sent. */
import { useState } from 'react';
import { assertNever } from '../../electron/contract';
import type { Answer } from '../../electron/contract/connection';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { RadioGroup } from '../base/RadioGroup';
import { baseTexts } from '../base/texts';
import type { QuestionProps } from './Questions';
import { QuestionState } from './QuestionState';
import styles from './Questions.module.css';
import { SecretField } from './SecretField';
import { connectionTexts as texts } from './texts';

type Remember = Extract<Answer, { kind: 'secret' }>['remember'];

export function SecretQuestion({ question, more, reply, cancel }: QuestionProps<'secret'>) {
  const { purpose, whyNotRemembered } = question;
  const [value, setValue] = useState('');
  const [remember, setRemember] = useState<Remember>('no');
  const words = wordsOf(question);
  return (
    <Dialog
      title={words.title}
      onClose={cancel}
      onSubmit={() => reply({ kind: 'secret', value, remember })}
      footer={
        <>
          <QuestionState more={more} expiresAt={question.expiresAt} />
          <Button onClick={cancel}>{baseTexts.cancel}</Button>
          <Button kind="primary" submit>
            {texts.send}
          </Button>
        </>
      }
    >
      <p className={styles.text}>{words.text}</p>
      <SecretField label={words.label} value={value} error={question.again ? texts.again : undefined} onChange={setValue} />
      {purpose !== 'sudo' && (
        <div className={styles.remember}>
          <RadioGroup
            legend={texts.remember}
            value={remember}
            onChoose={setRemember}
            options={[
              { value: 'no', label: texts.rememberNo },
              { value: 'run', label: texts.rememberRun },
              { value: 'store', label: texts.rememberStore, whyNot: whyNotRemembered },
            ]}
          />
        </div>
      )}
    </Dialog>
  );
}

function wordsOf({
  purpose,
  hostName,
  subject,
}: QuestionProps<'secret'>['question']): Readonly<Record<'title' | 'text' | 'label', string>> {
  switch (purpose) {
    case 'password':
      return { title: texts.passwordTitle(subject), text: texts.answerAsked(hostName), label: texts.password };
    case 'passphrase':
      return { title: texts.passphraseTitle(hostName), text: texts.passphraseOf(subject, hostName), label: texts.passphrase };
    case 'sudo':
      return { title: texts.sudoTitle(subject), text: texts.sudoText, label: texts.password };
    default:
      return assertNever(purpose);
  }
}
