/** Asks for a password or a passphrase. What is typed stays in this dialog until it is sent. */
import { useState } from 'react';
import type { Answer } from '../../electron/contract/connection';
import { Button } from '../base/Button';
import { Dialog } from '../base/Dialog';
import { baseTexts } from '../base/texts';
import type { QuestionProps } from './Questions';
import { QuestionState } from './QuestionState';
import styles from './Questions.module.css';
import { RadioGroup } from './RadioGroup';
import { SecretField } from './SecretField';
import { connectionTexts as texts } from './texts';

type Remember = Extract<Answer, { kind: 'secret' }>['remember'];

export function SecretQuestion({ question, more, reply, cancel }: QuestionProps<'secret'>) {
  const { hostName, subject, whyNotRemembered } = question;
  const [value, setValue] = useState('');
  const [remember, setRemember] = useState<Remember>('no');
  const isPassword = question.purpose === 'password';
  return (
    <Dialog
      title={isPassword ? texts.passwordTitle(subject) : texts.passphraseTitle(hostName)}
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
      <p className={styles.text}>{isPassword ? texts.answerAsked(hostName) : texts.passphraseOf(subject, hostName)}</p>
      <SecretField
        label={isPassword ? texts.password : texts.passphrase}
        value={value}
        error={question.again ? texts.again : undefined}
        onChange={setValue}
      />
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
    </Dialog>
  );
}
