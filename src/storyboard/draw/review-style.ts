/** Fonts and colours of the page: light, dark and printed. */
export const reviewStyle = `
:root { color-scheme: light dark; --page: #ffffff; --card: #f7f6f3; --ink: #1d2330; --soft: #566072; --line: #d9dde4;
  --link: #1f5fbf; --mine: #1f5fbf; --onmine: #ffffff; --theirs: #eceff4; --tap: #0b6b5c; --wrong: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #101318; --card: #181c23; --ink: #e9ecf2; --soft: #a4adbc; --line: #333b48;
  --link: #8ab8ff; --mine: #2d5fae; --onmine: #ffffff; --theirs: #262d38; --tap: #76d3c0; --wrong: #ff8a80; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main { max-width: 1250px; margin: 0 auto; padding: 0 24px; }
header { padding-top: 40px; }
h1 { font-size: clamp(26px, 4vw, 36px); line-height: 1.2; margin: 0 0 12px; }
h2 { font-size: 23px; margin: 48px 0 14px; }
h3 { font-size: 16px; margin: 0 0 4px; }
nav { display: flex; flex-wrap: wrap; gap: 6px 20px; }
a { color: var(--link); }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 12px; top: 12px; background: var(--page); padding: 6px 10px; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.soft { color: var(--soft); margin: 0 0 8px; font-size: 14px; }
blockquote { margin: 0 0 16px; padding: 10px 16px; border-left: 4px solid var(--link); background: var(--card); }
.wide { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; }
table { border-collapse: collapse; width: 100%; min-width: 640px; font-size: 15px; }
th, td { text-align: left; vertical-align: top; padding: 10px 14px; border-top: 1px solid var(--line); }
thead th { border-top: 0; background: var(--card); font-weight: 600; }
code { font: 14px/1.4 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
tbody th { font-weight: 600; white-space: nowrap; }
q { quotes: none; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1px 6px; display: inline-block; margin: 1px 0; }
.picture { max-height: 90vh; overflow: auto; }
.picture svg { display: block; }
.chats { columns: 3 320px; column-gap: 20px; }
.chat { break-inside: avoid; background: var(--card); border: 1px solid var(--line); border-radius: 14px; padding: 16px; margin: 0 0 20px; }
.chat ol { list-style: none; margin: 10px 0 0; padding: 0; display: flex; flex-direction: column; gap: 7px; }
.chat li { display: flex; flex-direction: column; align-items: flex-start; font-size: 14.5px; line-height: 1.4; }
.chat li.customer { align-items: flex-end; }
.chat li.note { align-items: center; }
.bubble { max-width: 88%; padding: 7px 12px; border-radius: 16px; background: var(--theirs); white-space: pre-line; overflow-wrap: anywhere; }
.customer .bubble { background: var(--mine); color: var(--onmine); }
.note .bubble { background: none; color: var(--soft); font-size: 13px; font-style: italic; padding: 2px 8px; }
.wrong .bubble { outline: 2px dashed var(--wrong); }
.mark { color: var(--wrong); font-size: 12px; font-weight: 600; margin: 3px 6px 1px; }
.where { font-size: 12px; color: var(--soft); margin: 3px 6px 1px; }
.taps { display: flex; flex-wrap: wrap; gap: 5px; margin-top: 5px; }
.tap { border: 1px solid var(--tap); color: var(--tap); border-radius: 13px; padding: 1px 10px; font-size: 13px; }
@media print { nav, .skip { display: none; } .picture { max-height: none; border: 0; } .picture svg { width: 100%; height: auto; }
  section { break-before: page; } section:first-of-type { break-before: auto; } }
@media (max-width: 600px) { header, main { padding: 0 14px; } h2 { margin-top: 34px; } }
`
