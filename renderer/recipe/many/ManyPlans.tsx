/** The plan of each of several hosts: which are set up, which are left out and why, and how many at a time. */
import { ArrowLeft, Play } from 'lucide-react';
import { Button } from '../../base/Button';
import { FailureNote } from '../../base/FailureNote';
import { SelectField } from '../../base/Field';
import { RadioGroup } from '../../base/RadioGroup';
import { Progress } from '../../base/Spinner';
import { Table } from '../../base/Table';
import { baseTexts } from '../../base/texts';
import { WorkDialog } from '../../connection/WorkDialog';
import { batchSum, fitness, isAgreed, LIMITS } from './batch';
import { rough, size } from '../plan/figures';
import { beginMany, choose, included, planMany, showMany, type Plans } from './many';
import { ManyPlanRow } from './ManyPlanRow';
import styles from './Many.module.css';
import { runTexts as texts } from '../run/runTexts';
import { setUpTexts } from '../setUpTexts';

const LIMIT_OPTIONS = Array.from({ length: LIMITS.most }, (_, at) => ({
  value: String(at + LIMITS.least),
  label: texts.atATime(at + LIMITS.least),
}));

export function ManyPlans({ now, onClose }: { readonly now: Plans; readonly onClose: () => void }) {
  const { hosts, plans, begin } = now;
  const fits = new Map(hosts.map(({ id }) => [id, fitness(plans.get(id))]));
  const open = [...fits.values()].filter(({ kind }) => kind === 'open').length;
  const going = included(now);
  const sum = batchSum(
    going.flatMap(({ id }) => {
      const fit = fits.get(id);
      return fit?.kind === 'can' ? [fit.plan] : [];
    }),
    now.limit,
  );
  const unnamed = going.filter((host) => !isAgreed(host, fits.get(host.id) ?? { kind: 'open' }, now.typed));
  const whyNot = open > 0 ? texts.plansOpen(open) : unnamed.length > 0 ? texts.namesOpen(unnamed.length) : undefined;
  return (
    <WorkDialog
      title={texts.manyTitle(hosts.length)}
      onClose={onClose}
      bar={
        <output className={styles.sum}>
          {open > 0
            ? texts.plansOpen(open)
            : [
                texts.willBe(going.length, hosts.length),
                sum.toDo > 0 && setUpTexts.about(rough(sum.seconds)),
                sum.download > 0 && setUpTexts.toFetch(size(sum.download)),
              ]
                .filter((part) => part !== false)
                .join(' · ')}
        </output>
      }
      footer={
        <>
          <span className={styles.left}>
            <Button icon={ArrowLeft} onClick={() => showMany(hosts)}>
              {texts.backToWish}
            </Button>
          </span>
          {whyNot !== undefined && <p className={styles.hint}>{whyNot}</p>}
          <Button onClick={onClose}>{baseTexts.cancel}</Button>
          <Button
            kind="primary"
            icon={Play}
            busy={begin.kind === 'asking'}
            disabled={whyNot !== undefined || going.length === 0}
            onClick={() => beginMany(now)}
          >
            {texts.setUpHosts(going.length)}
          </Button>
        </>
      }
    >
      <div className={styles.scroller}>
        {open > 0 && <Progress label={texts.planningMany} share={(hosts.length - open) / hosts.length} />}
        {begin.kind === 'failed' && (
          <div className={styles.failure}>
            <FailureNote failure={begin.failure} onRetry={() => planMany(hosts, now.wish)} />
          </div>
        )}
        <Table
          label={texts.plansTable}
          className={styles.table}
          columns={[
            { name: texts.takesPart, className: styles.box, head: <span className="hidden-text">{texts.takesPart}</span> },
            texts.host,
            setUpTexts.plan,
            ...[setUpTexts.time, setUpTexts.fetch, setUpTexts.disk].map((name) => ({ name, className: styles.figure })),
          ]}
        >
          {hosts.map((host) => (
            <ManyPlanRow key={host.id} host={host} now={now} fit={fits.get(host.id) ?? { kind: 'open' }} />
          ))}
        </Table>
        <div className={styles.how}>
          <SelectField
            label={texts.limit}
            className={styles.limit}
            value={String(now.limit)}
            options={LIMIT_OPTIONS}
            onChoose={(value) => choose(now, { limit: Number(value) })}
          />
          <RadioGroup
            legend={texts.onFailure}
            options={[
              { value: 'go-on', label: texts.goOn },
              { value: 'stop', label: texts.stopAtFailure },
            ]}
            value={now.stopOnFailure ? 'stop' : 'go-on'}
            onChoose={(value) => choose(now, { stopOnFailure: value === 'stop' })}
          />
        </div>
      </div>
    </WorkDialog>
  );
}
