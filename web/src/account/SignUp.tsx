import type { FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { faultsByField } from '../api/errors';
import { useVisitor } from '../rating/visitor';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { AboutYouFields } from './AboutYouFields';
import { AccountFields } from './AccountFields';
import { userFrom } from './form';
import { FormProblem } from '../ui/FormProblem';
import { useSignUp } from './session';
import styles from './Form.module.css';

export function SignUp() {
  const [address] = useSearchParams();
  const { ratings } = useVisitor();
  const signUp = useSignUp();
  const errors = faultsByField(signUp.error);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    signUp.mutate(userFrom(new FormData(event.currentTarget)));
  }
  return (
    <div className={styles.page}>
      <title>Sign up · Neural Recommendation</title>
      <h1>Sign up</h1>
      <p className={styles.lead}>
        An account keeps your ratings, on every device.
        {ratings.length > 0 && ` The ${ratings.length} of this visit come along.`}
      </p>
      <form className={styles.form} onSubmit={submit} noValidate>
        <FormProblem error={signUp.error} />
        <AccountFields errors={errors} />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="new-password"
          hint="At least 8 characters, of any kind."
          error={errors.password}
        />
        <AboutYouFields errors={errors} />
        <Button look="primary" type="submit" busy={signUp.isPending}>
          Sign up
        </Button>
      </form>
      <p>
        You have an account? <Link to={`/login?${address}`}>Log in</Link>
      </p>
    </div>
  );
}
