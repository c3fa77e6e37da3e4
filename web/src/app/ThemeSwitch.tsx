import { chooseTheme, useTheme, type Theme } from './theme';
import styles from './ThemeSwitch.module.css';

const names: Record<Theme, string> = { system: 'As the system', light: 'Light', dark: 'Dark' };

export function ThemeSwitch() {
  const theme = useTheme();
  return (
    <label className={styles.switch}>
      Theme
      <select value={theme} onChange={(event) => chooseTheme(event.target.value as Theme)}>
        {Object.entries(names).map(([value, name]) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
