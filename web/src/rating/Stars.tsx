import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import styles from './Stars.module.css';

type StarsProps = {
  /** What is rated, for those who do not see it. */
  label: string;
  /** Half stars come from imported data; they show as such. */
  value: number | null;
  onRate: (stars: number) => void;
  size?: 'small' | 'large';
};

const names = ['1 star', '2 stars', '3 stars', '4 stars', '5 stars'];

/** One to five stars: one stop for Tab, arrows between the stars. */
export function Stars({ label, value, onRate, size = 'small' }: StarsProps) {
  return (
    <ToggleGroup
      aria-label={`Rate ${label}`}
      className={`${styles.stars} ${styles[size]}`}
      value={value === null ? [] : [String(Math.round(value))]}
      data-rated={value !== null || undefined}
    >
      {names.map((name, i) => (
        <Toggle
          key={name}
          value={String(i + 1)}
          aria-label={name}
          className={styles.star}
          data-lit={fill(value, i + 1)}
          onPressedChange={() => onRate(i + 1)}
        >
          <svg viewBox="0 0 24 24" aria-hidden="true">
            <path d="M12 2.6l2.9 6 6.5.9-4.7 4.6 1.1 6.5-5.8-3.1-5.8 3.1 1.1-6.5L2.6 9.5l6.5-.9z" />
          </svg>
        </Toggle>
      ))}
    </ToggleGroup>
  );
}

function fill(value: number | null, star: number): 'full' | 'half' | undefined {
  if (value === null || value < star - 0.5) return undefined;
  return value >= star ? 'full' : 'half';
}
