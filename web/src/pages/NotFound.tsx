import { ButtonLink } from '../ui/Button';
import { EmptyState } from '../ui/States';

export function NotFound() {
  return (
    <EmptyState title="There is no such page">
      <title>Not found · Neural Recommendation</title>
      <p>The address may have a slip in it.</p>
      <ButtonLink to="/">To the start</ButtonLink>
    </EmptyState>
  );
}
