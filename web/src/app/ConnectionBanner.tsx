import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { serverAnswers, setServerGone, useServerGone } from './connection';
import styles from './ConnectionBanner.module.css';

const pause = 2000;

/** While the server is gone: says so, looks for it, and loads anew what failed once it is back. */
export function ConnectionBanner() {
  const isGone = useServerGone();
  const queries = useQueryClient();
  useEffect(() => {
    if (!isGone) return;
    const timer = setInterval(() => {
      void serverAnswers().then((answers) => {
        if (!answers) return;
        setServerGone(false);
        void queries.invalidateQueries();
      });
    }, pause);
    return () => clearInterval(timer);
  }, [isGone, queries]);
  return (
    <div role="status">
      {isGone && (
        <p className={styles.banner}>The server does not answer. Trying again until it does …</p>
      )}
    </div>
  );
}
