import { Toast } from '@base-ui/react/toast';
import { useEffect } from 'react';
import { subscribeToRemarks, takeRemarks } from './toasts';
import styles from './Toasts.module.css';

const manager = Toast.createToastManager();

function passOn() {
  for (const remark of takeRemarks()) manager.add(remark);
}

/** Hands the remarks on to the component library's manager, which listens by then. */
export default function Toasts() {
  useEffect(() => {
    passOn();
    return subscribeToRemarks(passOn);
  }, []);
  return (
    <Toast.Provider toastManager={manager}>
      <Toast.Portal>
        <Toast.Viewport className={styles.viewport}>
          <ToastList />
        </Toast.Viewport>
      </Toast.Portal>
    </Toast.Provider>
  );
}

function ToastList() {
  const { toasts: shown } = Toast.useToastManager();
  return shown.map((toast) => (
    <Toast.Root key={toast.id} toast={toast} className={styles.toast}>
      <Toast.Content className={styles.content}>
        <div>
          <Toast.Title className={styles.title} />
          <Toast.Description className={styles.description} />
        </div>
        <Toast.Close className={styles.close} aria-label="Close">
          ✕
        </Toast.Close>
      </Toast.Content>
    </Toast.Root>
  ));
}
