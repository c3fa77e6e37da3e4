import { NavLink, Outlet } from 'react-router';
import { RequireSession } from '../account/RequireSession';
import { ErrorState } from '../ui/States';
import { ApiError } from '../api/errors';
import styles from './Manage.module.css';

const forbidden = new ApiError(403, 'Not enough permissions');

/** The pages of admins. The server asks for the rights itself; this only spares others the sight. */
export function Manage() {
  return (
    <RequireSession>
      {(_, session) =>
        session.is_admin ? (
          <div className={styles.page}>
            <title>Manage · Neural Recommendation</title>
            <h1>Manage</h1>
            <nav aria-label="Manage" className={styles.tabs}>
              <NavLink to="/manage" end>
                Overview
              </NavLink>
              <NavLink to="/manage/models">Models</NavLink>
              <NavLink to="/manage/training">Training</NavLink>
              <NavLink to="/manage/movies">Movies</NavLink>
              <NavLink to="/manage/users">Users</NavLink>
            </nav>
            <Outlet />
          </div>
        ) : (
          <ErrorState error={forbidden} onRetry={() => location.reload()} />
        )
      }
    </RequireSession>
  );
}
