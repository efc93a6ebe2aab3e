import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../../scripts/services/free-port.ts';

/** A real IMAP server on this machine; where it is not installed the tests that need it are skipped, and say so. */
export const hasDovecot = spawnSync('dovecot', ['--version']).status === 0;

export interface Dovecot {
  readonly port: number;
  readonly password: string;
  /** Puts a mail into the inbox, as a mail server that delivers. */
  deliver(name: string, mail: Uint8Array): void;
  close(): Promise<void>;
}

export async function startDovecot(): Promise<Dovecot> {
  const home = mkdtempSync(join(tmpdir(), 'timbre-dovecot-'));
  chmodSync(home, 0o755);
  const port = await freePort();
  const password = 'canary-imap-password';
  const own = (option: string) => execFileSync('id', [option, 'nobody']).toString().trim();
  const [uid, gid] = [own('-u'), own('-g')];
  const inbox = join(home, 'mail/new');
  for (const folder of ['new', 'cur', 'tmp']) mkdirSync(join(home, 'mail', folder), { recursive: true });
  const config = `
base_dir = ${home}/run
log_path = ${home}/log
protocols = imap
listen = 127.0.0.1
ssl = no
disable_plaintext_auth = no
default_internal_user = nobody
default_internal_group = ${execFileSync('id', ['-gn', 'nobody']).toString().trim()}
default_login_user = nobody
first_valid_uid = 1
mail_location = maildir:${home}/mail
service imap-login {
  chroot =
  inet_listener imap {
    port = ${port}
  }
  inet_listener imaps {
    port = 0
  }
}
service anvil {
  chroot =
}
passdb {
  driver = static
  args = password=${password}
}
userdb {
  driver = static
  args = uid=${uid} gid=${gid} home=${home}
}
`;
  writeFileSync(join(home, 'dovecot.conf'), config);
  execFileSync('chown', ['-R', `${uid}:${gid}`, join(home, 'mail')]);
  const server = spawn('dovecot', ['-F', '-c', join(home, 'dovecot.conf')], { stdio: 'ignore' });
  await reachable(port, server);
  return {
    port,
    password,
    deliver(name, mail) {
      writeFileSync(join(inbox, name), mail);
      execFileSync('chown', [`${uid}:${gid}`, join(inbox, name)]);
    },
    async close() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGTERM');
      await ended;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function reachable(port: number, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    if (server.exitCode !== null) throw new Error('dovecot has ended');
    const socket = connect(port, '127.0.0.1');
    const stands = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true));
      socket.once('error', () => resolve(false));
    });
    socket.destroy();
    if (stands === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('dovecot does not answer');
}
