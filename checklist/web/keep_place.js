// What stands behind the # of an address never reaches the server: a browser carries it through a redirect to the sign-in,
// and from here on the form does. A code at a ward's door thus leads to its place on a tablet that had to sign in first.

const next = document.querySelector('input[name="next"]');
if (next && location.hash.length > 1 && !next.value.includes("#")) next.value += location.hash;
const provider = document.querySelector("#provider");
if (next && provider) provider.href = `/login/oidc?next=${encodeURIComponent(next.value)}`;
