// The certified provider `oidc-provider` with its own pages to sign in; for real_identity_provider.py.
// node identity_provider.mjs PORT CALLBACK CLIENT SECRET; whoever signs in as NAME is NAME@h01.example.jp.

import Provider from "oidc-provider";

const [, , port, callback, client_id, client_secret] = process.argv;
const issuer = `http://127.0.0.1:${port}`;

const provider = new Provider(issuer, {
  clients: [
    { client_id, client_secret, redirect_uris: [callback] },
    { client_id: "another-client", client_secret, redirect_uris: [callback] },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username"] },
  cookies: { keys: ["for tests alone"] },
  pkce: { required: () => true },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@h01.example.jp`, email_verified: id !== "unverified", preferred_username: id }),
  }),
});

provider.listen(Number(port), "127.0.0.1", () => console.log("ready"));
