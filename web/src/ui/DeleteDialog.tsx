import { AlertDialog } from '@base-ui/react/alert-dialog';
import type { UseMutationResult } from '@tanstack/react-query';
import { useState, type ReactElement, type ReactNode } from 'react';
import { FormProblem } from './FormProblem';
import { Button } from './Button';
import styles from './Dialog.module.css';

type DeleteDialogProps = {
  /** The button that asks for it. */
  trigger: ReactElement;
  question: string;
  /** What goes. */
  children: ReactNode;
  deletion: UseMutationResult<unknown, Error, void>;
};

/** Asks before something is deleted for good, and says it where that fails. */
export function DeleteDialog({ trigger, question, children, deletion }: DeleteDialogProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <AlertDialog.Root open={isOpen} onOpenChange={setOpen}>
      <AlertDialog.Trigger render={trigger} />
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className={styles.backdrop} />
        <AlertDialog.Popup className={styles.popup}>
          <AlertDialog.Title className={styles.title}>{question}</AlertDialog.Title>
          <AlertDialog.Description>{children}</AlertDialog.Description>
          <FormProblem error={deletion.error} />
          <div className={styles.buttons}>
            <AlertDialog.Close render={<Button>Keep it</Button>} />
            <Button
              look="danger"
              busy={deletion.isPending}
              onClick={() => deletion.mutate(undefined, { onSuccess: () => setOpen(false) })}
            >
              Delete for good
            </Button>
          </div>
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}
