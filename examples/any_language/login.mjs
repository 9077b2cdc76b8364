// A login with PKCE and a refresh. Node 18 or newer, no packages. Start the mock first.
import { createHash, randomBytes } from "node:crypto";

const id = process.env.KICK_ID_URL ?? "http://127.0.0.1:8401";
const api = process.env.KICK_API_URL ?? "http://127.0.0.1:8402";
const control = process.env.KICK_CONTROL_URL ?? "http://127.0.0.1:8403/_mock";
const app = {
  client_id: process.env.KICK_CLIENT_ID ?? "01JEXAMP0E0000000000000001",
  client_secret: process.env.KICK_CLIENT_SECRET ?? "kickwire-example-client-secret",
};
const redirect_uri = process.env.KICK_REDIRECT_URI ?? "http://localhost:8080/callback";
const token = (form) =>
  fetch(`${id}/oauth/token`, { method: "POST", body: new URLSearchParams({ ...app, ...form }) });

const verifier = randomBytes(32).toString("base64url");
const state = randomBytes(16).toString("base64url");
const url = `${id}/oauth/authorize?${new URLSearchParams({
  response_type: "code",
  client_id: app.client_id,
  redirect_uri,
  scope: "user:read chat:write",
  state,
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
})}`;

// At Kick a person opens the URL and decides. Here alice agrees, without a browser.
const consent = await fetch(`${control}/consent`, {
  method: "POST",
  headers: { "Content-Type": "application/json" },
  body: JSON.stringify({ url, user: "alice" }),
});
const { redirect } = await consent.json();
const back = new URL(redirect).searchParams; // what arrives at your redirect URI
if (back.get("state") !== state) throw new Error("this answer belongs to another login");

const code = back.get("code");
const exchange = { grant_type: "authorization_code", code, redirect_uri, code_verifier: verifier };
const pair = await (await token(exchange)).json();
const headers = { Authorization: `Bearer ${pair.access_token}` };
const me = await (await fetch(`${api}/public/v1/users`, { headers })).json();
console.log("logged in:", me.data[0].name);

const refresh = { grant_type: "refresh_token", refresh_token: pair.refresh_token };
console.log("a refresh:", (await token(refresh)).status);
console.log("the same refresh token again:", (await token(refresh)).status);
