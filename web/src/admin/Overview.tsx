import { useQuery } from '@tanstack/react-query';
import { ErrorState, Loading } from '../ui/States';
import { duration, whole } from './format';
import styles from './Manage.module.css';
import { statisticsQuery } from './queries';

/** What there is, and how the server answers. */
export function Overview() {
  const { data, error, refetch } = useQuery(statisticsQuery);
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Figures are being fetched" />;
  const tiles = {
    Users: whole(data.users),
    Movies: whole(data.movies),
    Ratings: whole(data.ratings),
    'Requests answered': whole(data.requests),
    'Running for': duration(data.uptime_seconds),
  };
  return (
    <>
      <dl className={styles.tiles}>
        {Object.entries(tiles).map(([name, value]) => (
          <div key={name} className={styles.tile}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.note}>
        {data.model === null ? 'No model is served.' : `Recommendations come from ${data.model}.`}
      </p>
      <section className={styles.section} aria-labelledby="latency">
        <h2 id="latency">Latency</h2>
        <p className={styles.note}>
          From a request’s first byte to its answer’s last, since the server’s start; percentiles
          are read from a histogram.
        </p>
        <div className={styles.scroll} tabIndex={0} role="region" aria-label="Routes">
          <table>
            <thead>
              <tr>
                <th scope="col">Route</th>
                <th scope="col" className={styles.number}>
                  Requests
                </th>
                {['50 %', '95 %', '99 %'].map((share) => (
                  <th key={share} scope="col" className={styles.number}>
                    {share} within
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.routes.map(({ method, route, requests, p50_ms, p95_ms, p99_ms }) => (
                <tr key={method + route}>
                  <th scope="row">
                    {route === '-' ? 'Pages, files, and what is not there' : `${method} ${route}`}
                  </th>
                  <td className={styles.number}>{whole(requests)}</td>
                  {[p50_ms, p95_ms, p99_ms].map((milliseconds, i) => (
                    <td key={i} className={styles.number}>
                      {milliseconds.toFixed(milliseconds < 10 ? 2 : 0)} ms
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
    </>
  );
}
