// Opens /docs and /redoc in Chromium, logs in at /docs as a person would and asks who one is.
// Usage: node browse.mjs BASE_URL EMAIL PASSWORD. Fails where a page does not work, or the console has an error.
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const [base, email, password] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "neurec-browse-"));
const chromium = spawn("chromium", [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--remote-debugging-port=0", `--user-data-dir=${profile}`, "about:blank",
]);

/** The Chrome DevTools protocol over one socket. */
async function connect(url) {
  const socket = new WebSocket(url);
  await new Promise((resolve) => (socket.onopen = resolve));
  const waiting = new Map();
  const problems = [];
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id) waiting.get(message.id)(message);
    if (message.method === "Log.entryAdded" && message.params.entry.level === "error") problems.push(message.params.entry.text);
    if (message.method === "Runtime.exceptionThrown") problems.push(JSON.stringify(message.params.exceptionDetails));
  };
  let last = 0;
  const call = (method, params = {}, sessionId = undefined) =>
    new Promise((resolve) => {
      waiting.set(++last, resolve);
      socket.send(JSON.stringify({ id: last, method, params, sessionId }));
    });
  return { call, problems };
}

async function openPage({ call, problems }) {
  const { targetId } = (await call("Target.createTarget", { url: "about:blank" })).result;
  const { sessionId } = (await call("Target.attachToTarget", { targetId, flatten: true })).result;
  for (const domain of ["Page", "Log", "Runtime"]) await call(`${domain}.enable`, {}, sessionId);
  const run = async (expression) => (await call("Runtime.evaluate", { expression, returnByValue: true }, sessionId)).result.result.value;
  const until = async (expression) => {
    for (let tries = 0; tries < 240; ++tries) {
      if (await run(expression)) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
    throw new Error(`never true: ${expression}; the console says ${JSON.stringify(problems)}`);
  };
  return {
    run,
    until,
    visit: (path) => call("Page.navigate", { url: base + path }, sessionId),
    click: async (selector) => {
      await until(`!!document.querySelector(${JSON.stringify(selector)})`);
      await run(`document.querySelector(${JSON.stringify(selector)}).click()`);
    },
    type: (selector, text) =>
      run(`(() => {
        const field = document.querySelector(${JSON.stringify(selector)});
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, ${JSON.stringify(text)});
        for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
      })()`),
  };
}

async function browse(browser) {
  const page = await openPage(browser);
  await page.visit("/docs");
  await page.click(".btn.authorize");
  await page.until("!!document.querySelector('#oauth_password')");
  await page.type("#oauth_username", email);
  await page.type("#oauth_password", password);
  await page.click(".auth-btn-wrapper .authorize");
  await page.until("/Logout/.test(document.querySelector('.auth-btn-wrapper').textContent)");
  await page.click(".btn-done");
  const me = "#operations-users-get_users_me";
  await page.click(`${me} .opblock-summary-control`);
  await page.click(`${me} .try-out__btn`);
  await page.click(`${me} .execute`);
  await page.until(`document.querySelector('${me} .live-responses-table')?.textContent.includes(${JSON.stringify(email)})`);

  await page.visit("/redoc");
  await page.until("document.querySelector('#redoc')?.textContent.includes('/recommendations/cold-start')");
  if (browser.problems.length > 0) throw new Error(browser.problems.join("\n"));

  // That nothing was reported means something only where a violation would have been.
  await page.run("document.body.insertAdjacentHTML('beforeend', '<img src=\"https://example.invalid/x.png\">')");
  for (let tries = 0; tries < 40 && browser.problems.length === 0; ++tries) await page.run("1");
  if (!/Content Security Policy/.test(browser.problems.join())) throw new Error("the policy lets foreign images in");
}

try {
  const url = await new Promise((resolve, reject) => {
    chromium.on("error", reject);
    chromium.stderr.on("data", (text) => {
      const found = /ws:\/\/\S+/.exec(text);
      if (found) resolve(found[0]);
    });
  });
  await browse(await connect(url));
} catch (error) {
  console.error(String(error));
  process.exitCode = 1;
} finally {
  chromium.kill();
  await new Promise((resolve) => (chromium.exitCode === null && chromium.signalCode === null ? chromium.on("exit", resolve) : resolve()));
  // Its children end a little later, and write until then.
  try {
    rmSync(profile, { recursive: true, force: true, maxRetries: 15, retryDelay: 100 });
  } catch (error) {
    console.error(`${profile} stays: ${error.code}`);
  }
  process.exit();
}
