import { useState } from 'react';
import { asCurl, tokenCurl, type MadeRequest } from '../api/curl';
import { useRequestLog } from '../api/requestLog';
import { useSession } from '../api/session';
import { root } from './root';
import { Button } from '../ui/Button';
import { Dialog } from '../ui/Dialog';
import styles from './RequestDialog.module.css';

type RequestDialogProps = { open: boolean; onOpenChange: (open: boolean) => void };

/** The screen's requests as commands for a shell. */
export default function RequestDialog(props: RequestDialogProps) {
  const requests = useRequestLog();
  const { user } = useSession();
  return (
    <Dialog title="What this screen just asked" wide {...props}>
      <p>
        Everything here is the public API. These commands do the same from a shell
        {user ? ', with a token in place of this browser’s session' : ''}.
      </p>
      {user && <Command command={tokenCurl(location.origin + root)} />}
      {requests.length === 0 && <p>This screen has asked nothing yet.</p>}
      <ol className={styles.requests}>
        {requests.map((request) => (
          <li key={request.id}>
            <p className={styles.head}>
              <strong>
                {request.method} {new URL(request.url).pathname}
              </strong>
              <span>{outcomeOf(request)}</span>
            </p>
            <Command command={asCurl(request, user != null)} />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}

function outcomeOf({ status, milliseconds }: MadeRequest): string {
  return status === null ? 'no answer' : `${status} in ${milliseconds} ms`;
}

function Command({ command }: { command: string }) {
  const [isCopied, setCopied] = useState(false);
  async function copy() {
    await navigator.clipboard.writeText(command);
    setCopied(true);
  }
  return (
    <div className={styles.command}>
      <pre tabIndex={0} aria-label="Command">
        <code>{command}</code>
      </pre>
      {/* Browsers have a clipboard for pages of secure origins alone. */}
      {isSecureContext && (
        <Button look="plain" onClick={() => void copy()}>
          {isCopied ? 'Copied' : 'Copy'}
        </Button>
      )}
    </div>
  );
}
