import type { User } from '../api/client';
import { SelectField, TextField } from '../ui/Field';
import { occupations } from './occupations';
import styles from './Form.module.css';

type AboutYouFieldsProps = { errors: Record<string, string>; user?: User };

/** What somebody may tell about themselves, and what it is good for. */
export function AboutYouFields({ errors, user }: AboutYouFieldsProps) {
  return (
    <fieldset className={styles.group}>
      <legend>
        <h2 className={styles.legend}>About you, if you like</h2>
      </legend>
      <p className={styles.why}>
        All three may stay empty. Before your first ratings they are all that the model knows, and
        they make its first list better; after a dozen ratings they hardly matter. Others never see
        them.
      </p>
      <div className={styles.row}>
        <TextField
          label="Age"
          name="age"
          inputMode="numeric"
          defaultValue={user?.age ?? ''}
          error={errors.age}
        />
        <SelectField
          label="Gender"
          name="gender"
          defaultValue={user?.gender ?? ''}
          error={errors.gender}
        >
          <option value="">Rather not say</option>
          <option value="F">Woman</option>
          <option value="M">Man</option>
        </SelectField>
      </div>
      <SelectField
        label="Occupation"
        name="occupation"
        defaultValue={user?.occupation ?? ''}
        error={errors.occupation}
      >
        <option value="">Rather not say</option>
        {occupations.map((name, code) => (
          <option key={name} value={code}>
            {name}
          </option>
        ))}
      </SelectField>
    </fieldset>
  );
}
