import { Toggle } from '@base-ui/react/toggle';
import styles from './Chips.module.css';

type ChipsProps = {
  label: string;
  options: readonly string[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
};

/** Any number of the options. */
export function Chips({ label, options, chosen, onChange }: ChipsProps) {
  const toggle = (option: string, isOn: boolean) =>
    onChange(isOn ? [...chosen, option] : chosen.filter((each) => each !== option));
  return (
    <div role="group" aria-label={label} className={styles.chips}>
      {options.map((option) => (
        <Toggle
          key={option}
          className={styles.chip}
          pressed={chosen.includes(option)}
          onPressedChange={(isOn) => toggle(option, isOn)}
        >
          {option}
        </Toggle>
      ))}
    </div>
  );
}
