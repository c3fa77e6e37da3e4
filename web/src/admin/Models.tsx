import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api, bodyOf } from '../api/client';
import { Button, ButtonLink } from '../ui/Button';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { say } from '../ui/toasts';
import { EvaluationPlots } from './EvaluationPlots';
import { duration, moment, whole } from './format';
import styles from './Manage.module.css';
import { modelsQuery, type Model } from './queries';
import { TrainingCurve } from './TrainingCurve';

/** The trained models, the served one in full. */
export function Models() {
  const { data: models, error, refetch } = useQuery(modelsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!models) return <Loading label="Models are being fetched" />;
  if (models.length === 0)
    return (
      <EmptyState title="There is no model yet">
        <p>Without one, nothing can be recommended.</p>
        <ButtonLink look="primary" to="/manage/training">
          Train one
        </ButtonLink>
      </EmptyState>
    );
  const active = models.find((model) => model.active);
  return (
    <>
      {active && <ActiveModel model={active} />}
      <section className={styles.card} aria-labelledby="evaluation">
        <h2 id="evaluation">Evaluation</h2>
        <EvaluationPlots />
      </section>
      <section className={styles.section} aria-labelledby="all-models">
        <h2 id="all-models">All models</h2>
        <ModelTable models={[...models].reverse()} />
      </section>
    </>
  );
}

function ActiveModel({ model }: { model: Model }) {
  const { data, metrics, training_seconds: seconds, best_epoch: best } = model;
  const facts = [
    data &&
      `${whole(data.ratings)} ratings of ${whole(data.movies)} movies by ${whole(data.users)} users`,
    seconds != null && `trained in ${duration(seconds)}`,
    best != null && `best after epoch ${best}`,
    ...Object.entries(metrics).map(
      ([name, value]) => `${name.replaceAll('_', ' ')} ${value.toFixed(4)}`,
    ),
  ];
  return (
    <section className={styles.card} aria-labelledby="active-model">
      <div className={styles.cardHead}>
        <h2 id="active-model">{model.id}</h2>
        <Standing model={model} />
      </div>
      <p className={styles.note}>{facts.filter(Boolean).join(' · ')}</p>
      <TrainingCurve epochs={model.epochs} />
    </section>
  );
}

function Standing({ model }: { model: Model }) {
  if (model.problem != null)
    return <span className={`${styles.badge} ${styles.bad}`}>damaged</span>;
  if (model.served) return <span className={`${styles.badge} ${styles.good}`}>served</span>;
  if (model.active) return <span className={styles.badge}>active, not served yet</span>;
  return <span className={styles.badge}>kept</span>;
}

function useActivate() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (modelId: string) =>
      bodyOf(
        api.POST('/admin/models/{model_id}/activate', { params: { path: { model_id: modelId } } }),
      ),
    onSuccess: ({ id }) => {
      void queries.invalidateQueries({ queryKey: ['admin'] });
      void queries.invalidateQueries({ queryKey: ['recommendations'] });
      say('Activated', `Recommendations now come from ${id}.`);
    },
    onError: (error) => say('The model was not activated', error.message),
  });
}

function ModelTable({ models }: { models: readonly Model[] }) {
  const activate = useActivate();
  return (
    <div className={styles.scroll} tabIndex={0} role="region" aria-label="Models">
      <table>
        <thead>
          <tr>
            <th scope="col">Model</th>
            <th scope="col">Made</th>
            <th scope="col">Preset</th>
            <th scope="col" className={styles.number}>
              NDCG@10
            </th>
            <th scope="col">State</th>
            <th scope="col">
              <span className="visually-hidden">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.id}>
              <th scope="row">{model.id}</th>
              <td>{model.created_at == null ? '' : moment(model.created_at)}</td>
              <td>{model.preset}</td>
              <td className={styles.number}>{bestNdcg(model)}</td>
              <td>
                <Standing model={model} />
                {model.problem != null && <p className={styles.note}>{model.problem}</p>}
              </td>
              <td className={styles.actions}>
                {!model.active && model.problem == null && (
                  <Button
                    aria-label={`Activate ${model.id}`}
                    busy={activate.isPending && activate.variables === model.id}
                    onClick={() => activate.mutate(model.id)}
                  >
                    Activate
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function bestNdcg({ epochs }: Model): string {
  if (epochs.length === 0) return '';
  return Math.max(...epochs.map((epoch) => epoch.validation_ndcg)).toFixed(4);
}
