import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { occupations } from '../account/occupations';
import type { User } from '../api/client';
import { Button } from '../ui/Button';
import { TextField } from '../ui/Field';
import { EmptyState, ErrorState, Loading } from '../ui/States';
import { whole } from './format';
import styles from './Manage.module.css';
import { usersQuery } from './queries';

export function Users() {
  const [email, setEmail] = useState('');
  const asked = useDeferredValue(email.trim());
  return (
    <>
      <TextField
        label="Email, in full"
        name="email"
        type="search"
        maxLength={254}
        value={email}
        onChange={(event) => setEmail(event.target.value)}
      />
      <UserTable key={asked} email={asked} />
    </>
  );
}

function UserTable({ email }: { email: string }) {
  const [page, setPage] = useState(1);
  const { data, error, refetch } = useQuery({
    ...usersQuery(page, email),
    placeholderData: keepPreviousData,
  });
  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading label="Users are being fetched" />;
  if (data.total === 0) return <EmptyState title="Nobody has this email" />;
  return (
    <>
      <div className={styles.scroll} tabIndex={0} role="region" aria-label="Users">
        <table>
          <thead>
            <tr>
              {['Id', 'Name', 'Email', 'Age', 'Gender', 'Occupation'].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {data.users.map((user) => (
              <UserRow key={user.id} user={user} />
            ))}
          </tbody>
        </table>
      </div>
      <div className={styles.bar}>
        <Button disabled={page === 1} onClick={() => setPage(page - 1)}>
          Previous
        </Button>
        <p role="status">
          Page {page} of {whole(data.pages)}, {whole(data.total)} users
        </p>
        <Button disabled={page >= data.pages} onClick={() => setPage(page + 1)}>
          Next
        </Button>
      </div>
    </>
  );
}

/** People of an imported data set have neither name nor email. */
function UserRow({ user }: { user: User }) {
  return (
    <tr>
      <th scope="row">{user.id}</th>
      <td>{user.username ?? 'imported'}</td>
      <td>{user.email}</td>
      <td>{user.age}</td>
      <td>{user.gender}</td>
      <td>{user.occupation == null ? '' : occupations[user.occupation]}</td>
    </tr>
  );
}
