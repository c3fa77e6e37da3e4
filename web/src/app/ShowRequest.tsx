import { lazy, Suspense, useState } from 'react';
import { Button } from '../ui/Button';

const RequestDialog = lazy(() => import('./RequestDialog'));

export function ShowRequest() {
  const [isOpen, setOpen] = useState(false);
  const [wasOpen, setWasOpen] = useState(false);
  function show() {
    setWasOpen(true);
    setOpen(true);
  }
  return (
    <>
      <Button aria-haspopup="dialog" onClick={show}>
        Show the request
      </Button>
      {wasOpen && (
        <Suspense>
          <RequestDialog open={isOpen} onOpenChange={setOpen} />
        </Suspense>
      )}
    </>
  );
}
