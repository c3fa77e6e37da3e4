import type { FormEvent } from 'react';
import { Link, useSearchParams } from 'react-router';
import { faultsByField } from '../api/errors';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { FormProblem } from '../ui/FormProblem';
import { useLogIn } from './session';
import styles from './Form.module.css';

export function LogIn() {
  const [address] = useSearchParams();
  const logIn = useLogIn();
  const errors = faultsByField(logIn.error);
  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    logIn.mutate({
      email: form.get('email') as string,
      password: form.get('password') as string,
    });
  }
  return (
    <div className={styles.page}>
      <title>Log in · Neural Recommendation</title>
      <h1>Log in</h1>
      <form className={styles.form} onSubmit={submit} noValidate>
        <FormProblem error={logIn.error} />
        <TextField
          label="Email"
          name="email"
          type="email"
          autoComplete="username"
          error={errors.email}
        />
        <TextField
          label="Password"
          name="password"
          type="password"
          autoComplete="current-password"
          error={errors.password}
        />
        <Button look="primary" type="submit" busy={logIn.isPending}>
          Log in
        </Button>
      </form>
      <p>
        No account yet? <Link to={`/signup?${address}`}>Sign up</Link>
      </p>
    </div>
  );
}
