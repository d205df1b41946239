// A third party's Slack on loopback: the emulator that npm's emulate@0.12.2 ships, as a library. All of Slack's
// behavior here is the package's own; this file gives it an address for events and the parts that its bundle hides.
//   PEER_PORT=4003 BOT_URL=http://127.0.0.1:3000/slack/events SIGNING_SECRET=s node peer.mjs
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createEmulator, defineEmulator } from "emulate";

const { PEER_PORT = "4003", BOT_URL, SIGNING_SECRET = "secret" } = process.env;
const BOT = { app_id: "A0BOT", bot_id: "B0BOT", bot_user_id: "U0BOT" };
const SCOPES = "chat:write commands im:history im:read im:write channels:history channels:read groups:history groups:read users:read".split(" ");

const dist = dirname(fileURLToPath(import.meta.resolve("emulate")));
const isSlack = (file) => /^dist-.*\.js$/.test(file) && readFileSync(join(dist, file), "utf8").includes("/api/chat.postMessage");
const { slackPlugin, seedFromConfig, getSlackStore } = await import(pathToFileURL(join(dist, readdirSync(dist).find(isSlack))));

// The bundle does not export its store: these are the methods that the Slack plugin calls.
class Table {
  rows = new Map();
  last = 0;
  insert(given) {
    const now = new Date().toISOString();
    const row = { ...given, id: ++this.last, created_at: now, updated_at: now };
    this.rows.set(row.id, row);
    return row;
  }
  get(id) { return this.rows.get(id); }
  all() { return [...this.rows.values()]; }
  findBy(key, value) { return this.all().filter((row) => row[key] === value); }
  findOneBy(key, value) { return this.all().find((row) => row[key] === value); }
  update(id, given) {
    if (!this.rows.has(id)) return undefined;
    this.rows.set(id, { ...this.rows.get(id), ...given, id });
    return this.rows.get(id);
  }
  delete(id) { return this.rows.delete(id); }
}
class Store {
  tables = new Map();
  data = new Map();
  collection(name) {
    if (!this.tables.has(name)) this.tables.set(name, new Table());
    return this.tables.get(name);
  }
  getData(key) { return this.data.get(key); }
  setData(key, value) { this.data.set(key, value); }
}

const app = defineEmulator({
  name: "slack-peer",
  state: () => ({}),
  setup({ app, webhooks, baseUrl }) {
    const store = new Store();
    slackPlugin.register(app, store, webhooks, baseUrl, new Map());
    // The Python SDK reads with GET; the emulator routes POST only. The same handler answers both.
    app.get("/api/:method", (context) => {
      const url = new URL(context.req.url);
      const headers = { authorization: context.req.header("authorization") ?? "" };
      return app.fetch(new Request(url.origin + url.pathname, { method: "POST", body: url.searchParams, headers }));
    });
    slackPlugin.seed(store, baseUrl);
    seedFromConfig(store, baseUrl, {
      team: { name: "Sample", domain: "sample" },
      signing_secret: SIGNING_SECRET,
      strict_scopes: true,
      users: [{ name: "alice", real_name: "Alice" }, { name: "rosa", real_name: "Rosa" }],
      channels: [{ name: "staff-room", is_private: true }],
      oauth_apps: [{ ...BOT, client_id: "1.2", client_secret: "x", name: "frontdesk", bot_name: "frontdesk", scopes: SCOPES, redirect_uris: ["http://127.0.0.1/cb"] }],
    });
    const people = ["alice", "rosa"].map((user) => ({ token: `xoxp-${user}`, type: "user", user }));
    const bot = { token: "xoxb-bot", type: "bot", user_id: BOT.bot_user_id, ...BOT, scopes: SCOPES };
    seedFromConfig(store, baseUrl, { tokens: [...people, bot] });
    const slack = getSlackStore(store);
    const room = slack.channels.findOneBy("name", "staff-room");
    slack.channels.update(room.id, { members: [...room.members, BOT.bot_user_id] });
    // Fill in what Slack's envelope has and the emulator's lacks, before it is signed.
    const send = webhooks.dispatch.bind(webhooks);
    webhooks.dispatch = (name, action, body, owner) => {
      const channel = slack.channels.findOneBy("channel_id", body.event.channel?.id ?? body.event.channel);
      const kind = channel?.is_im ? "im" : channel?.is_private ? "group" : "channel";
      const own = body.event.user === BOT.bot_user_id ? { bot_id: BOT.bot_id, app_id: BOT.app_id } : {};
      const message = name === "message" ? { team: body.team_id, channel_type: kind } : {};
      const authorizations = [{ team_id: body.team_id, user_id: BOT.bot_user_id, is_bot: true }];
      return send(name, action, { api_app_id: BOT.app_id, ...body, authorizations, event: { ...body.event, ...own, ...message } }, owner);
    };
    if (BOT_URL) webhooks.register({ url: BOT_URL, events: ["*"], active: true, owner: "slack" });
  },
});
const emulator = await createEmulator({ service: app, port: Number(PEER_PORT), hostname: "127.0.0.1" });
console.log(`slack peer on ${emulator.url}`);
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => emulator.close().then(() => process.exit(0)));
