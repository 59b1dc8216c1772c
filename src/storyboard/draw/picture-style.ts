/**
 * Colours and fonts of the picture, light and dark. Every rule starts with the class of the picture, since a page may
 * contain it.
 */
export const pictureStyle = `
.storyboard { --ground: #f7f6f3; --paper: #ffffff; --ink: #1d2330; --soft: #626b7b; --line: #d5d9e0; --way: #98a2b3;
  --trigger: #1f5fbf; --bot: #1d2330; --public: #7a4a00; --logic: #5b6474; --agent: #b3261e; --tap: #0b6b5c; --go: #1f5fbf;
  --tapfill: #e8f5f2; --head: #eef1f6; --entry: #e3edfc; --fallback: #fdf1dc; --agentfill: #fbe4e1;
  font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
@media (prefers-color-scheme: dark) {
  .storyboard { --ground: #14171d; --paper: #1e232c; --ink: #e9ecf2; --soft: #a4adbc; --line: #3a4250; --way: #6b7688;
    --trigger: #8ab8ff; --bot: #e9ecf2; --public: #f0b860; --logic: #a9b2c1; --agent: #ff9d94; --tap: #76d3c0; --go: #8ab8ff;
    --tapfill: #1d332f; --head: #272e3a; --entry: #1f2f49; --fallback: #3a2f18; --agentfill: #46211e; }
}
.storyboard .ground { fill: var(--ground); }
.storyboard .name { font-size: 24px; font-weight: 700; fill: var(--ink); }
.storyboard .part { font-size: 16px; font-weight: 600; fill: var(--ink); }
.storyboard .legend { font-size: 12px; fill: var(--soft); }
.storyboard .frame { fill: var(--paper); stroke: var(--line); }
.storyboard .head { fill: var(--head); }
.storyboard .entry .head { fill: var(--entry); }
.storyboard .fallback .head { fill: var(--fallback); }
.storyboard .agent .head { fill: var(--agentfill); }
.storyboard .title { font-size: 14px; font-weight: 650; fill: var(--ink); }
.storyboard .about { font-size: 11.5px; font-style: italic; fill: var(--soft); }
.storyboard .label { font-size: 10px; fill: var(--soft); }
.storyboard .text { font-size: 11.5px; fill: var(--ink); }
.storyboard .text.trigger { fill: var(--trigger); }
.storyboard .text.public { fill: var(--public); }
.storyboard .text.logic { fill: var(--logic); }
.storyboard .text.agent { fill: var(--agent); font-weight: 600; }
.storyboard .text.go { fill: var(--go); font-weight: 600; }
.storyboard .text.tap { fill: var(--tap); font-weight: 600; }
.storyboard .pill { fill: var(--tapfill); stroke: var(--tap); stroke-opacity: .45; }
.storyboard .way { fill: none; stroke: var(--way); stroke-width: 1.4; }
.storyboard .way.agent { stroke: var(--agent); stroke-dasharray: 5 4; stroke-opacity: .75; }
.storyboard .way.go { stroke: var(--go); stroke-opacity: .75; }
.storyboard .tip { fill: var(--way); }
.storyboard .tip.agent { fill: var(--agent); }
.storyboard .tip.go { fill: var(--go); }
.storyboard .port { fill: var(--paper); stroke: var(--way); stroke-width: 1.4; }
.storyboard .box:hover .frame, .storyboard .box:focus-visible .frame { stroke: var(--trigger); stroke-width: 2; }
.storyboard .box:hover .way, .storyboard .box:focus-visible .way { stroke-width: 3; stroke-opacity: 1; }
.storyboard .box:focus { outline: none; }
`
