import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, type FormEvent } from 'react';
import { FormProblem } from '../ui/FormProblem';
import { api, bodyOf } from '../api/client';
import { faultsByField } from '../api/errors';
import { Button } from '../ui/Button';
import { SelectField, TextField } from '../ui/Field';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { duration, moment } from './format';
import styles from './Manage.module.css';
import { jobsQuery, type TrainingJob, type TrainingOptions } from './queries';
import { TrainingCurve } from './TrainingCurve';

export function Training() {
  return (
    <>
      <NewTraining />
      <section className={styles.section} aria-labelledby="jobs">
        <h2 id="jobs">Trainings</h2>
        <Jobs />
      </section>
    </>
  );
}

function optionsFrom(form: FormData): TrainingOptions {
  const number = (name: string) => {
    const text = form.get(name) as string;
    return text === '' ? {} : { [name]: Number.isNaN(Number(text)) ? text : Number(text) };
  };
  return {
    preset: form.get('preset') as TrainingOptions['preset'],
    ...number('epochs'),
    ...number('seed'),
    activate: form.has('activate'),
  };
}

function NewTraining() {
  const queries = useQueryClient();
  const start = useMutation({
    mutationFn: (options: TrainingOptions) =>
      bodyOf(api.POST('/admin/training-jobs', { body: options })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['admin', 'jobs'] }),
  });
  const errors = faultsByField(start.error);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    start.mutate(optionsFrom(new FormData(event.currentTarget)));
  }
  return (
    <form className={styles.card} onSubmit={submit} noValidate aria-labelledby="new-training">
      <h2 id="new-training">Train a model</h2>
      <p className={styles.note}>
        It runs beside the server, at a lower priority; requests go on being answered meanwhile.
      </p>
      <FormProblem error={start.error} />
      <div className={styles.fields}>
        <SelectField
          label="Preset"
          name="preset"
          hint="history: knows what people rated."
          error={errors.preset}
        >
          <option>history</option>
          <option>seed</option>
        </SelectField>
        <TextField
          label="Epochs at most"
          name="epochs"
          inputMode="numeric"
          hint="Empty: the preset’s own."
          error={errors.epochs}
        />
        <TextField
          label="Seed"
          name="seed"
          inputMode="numeric"
          defaultValue="42"
          hint="The same seed and data give the same model."
          error={errors.seed}
        />
      </div>
      <label className={styles.check}>
        <input type="checkbox" name="activate" defaultChecked />
        Serve the model once it is trained
      </label>
      <div>
        <Button look="primary" type="submit" busy={start.isPending}>
          Start training
        </Button>
      </div>
    </form>
  );
}

function Jobs() {
  const { data: jobs, error, refetch } = useQuery(jobsQuery);
  useNewModels(jobs);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!jobs) return <Loading label="Trainings are being fetched" />;
  if (jobs.length === 0) return <EmptyState title="None since the server’s start" />;
  return jobs.map((job) => <Job key={job.id} job={job} />);
}

/** A training that has ended may have changed what is served. */
function useNewModels(jobs: readonly TrainingJob[] | undefined) {
  const queries = useQueryClient();
  const done = jobs?.filter(({ status }) => status === 'succeeded').length;
  useEffect(() => {
    if (!done) return;
    void queries.invalidateQueries({ queryKey: ['admin', 'models'] });
    void queries.invalidateQueries({ queryKey: ['recommendations'] });
  }, [done, queries]);
}

const looks: Partial<Record<TrainingJob['status'], string>> = {
  succeeded: styles.good!,
  failed: styles.bad!,
};

function Job({ job }: { job: TrainingJob }) {
  const isUnderWay = job.status === 'queued' || job.status === 'running';
  return (
    <article className={styles.card} aria-label={`Training ${job.id}`}>
      <div className={styles.cardHead}>
        <h3>
          Training {job.id}{' '}
          <span className={`${styles.badge} ${looks[job.status] ?? ''}`}>{job.status}</span>
        </h3>
        {isUnderWay && <CancelButton jobId={job.id} />}
      </div>
      <p className={styles.note}>
        {[job.options.preset, moment(job.created_at), job.model_id, job.problem]
          .filter(Boolean)
          .join(' · ')}
      </p>
      {job.status === 'running' && job.progress && <Progress progress={job.progress} />}
      {job.status !== 'queued' && <TrainingCurve epochs={job.epochs} />}
    </article>
  );
}

function Progress({ progress }: { progress: NonNullable<TrainingJob['progress']> }) {
  const { stage, done, total, seconds_left: left } = progress;
  return (
    <div>
      <p>
        {stage}
        {left != null && `, ${duration(left)} left`}
      </p>
      <progress
        className={styles.progress}
        aria-label={stage}
        {...(total > 0 && { value: done, max: total })}
      />
    </div>
  );
}

function CancelButton({ jobId }: { jobId: number }) {
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () =>
      bodyOf(
        api.POST('/admin/training-jobs/{job_id}/cancel', { params: { path: { job_id: jobId } } }),
      ),
    onSettled: () => queries.invalidateQueries({ queryKey: ['admin', 'jobs'] }),
  });
  return (
    <Button look="danger" busy={cancel.isPending} onClick={() => cancel.mutate()}>
      Cancel
    </Button>
  );
}
