/** The one stylesheet of status pages: light and dark, narrow and wide, on paper. */
export const style = `:root{color-scheme:light dark;
--ink:light-dark(#1c2430,#e8ebf0);--quiet:light-dark(#4d5a69,#a9b4c2);--ground:light-dark(#f7f8fa,#12161c);
--panel:light-dark(#fff,#1a2028);--rule:light-dark(#d9dee5,#2f3945);--accent:light-dark(#0b5cad,#7db8f5);
--good:light-dark(#2c7a4b,#58b581);--slow:light-dark(#8a6100,#e0b04c);--part:light-dark(#b34a00,#f09050);
--down:light-dark(#b3261e,#f2827a);--work:light-dark(#3d5a99,#8faee8)}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.55 system-ui,sans-serif;overflow-wrap:anywhere}
main,footer{max-width:46rem;margin:0 auto;padding:0 1.25rem}
header{padding:2.5rem 0 1rem}
h1{font-size:1.75rem;line-height:1.2;margin:0}h2{font-size:1.125rem;margin:2.25rem 0 .75rem}
h3{font-size:1rem;margin:0 0 .25rem}h1,h2,h3{font-weight:600;letter-spacing:-.01em}
p{margin:.25rem 0}.quiet,time{color:var(--quiet);font-size:.9rem}
a{color:var(--accent)}:focus-visible{outline:3px solid var(--accent);outline-offset:2px}
.now,.post,.parts{background:var(--panel);border:1px solid var(--rule);border-radius:10px;padding:1rem 1.125rem;margin:0 0 1rem}
.now{font-size:1.25rem;font-weight:600;border-left:6px solid var(--good)}
.now.under_maintenance{border-left-color:var(--work)}.now.degraded_performance{border-left-color:var(--slow)}
.now.partial_outage{border-left-color:var(--part)}.now.major_outage{border-left-color:var(--down)}
.parts{padding:0 1.125rem}.part{padding:.875rem 0;border-top:1px solid var(--rule)}.part:first-child{border-top:0}
.line{display:flex;flex-wrap:wrap;gap:.25rem 1rem;justify-content:space-between;align-items:baseline}
.state{font-size:.9rem}.state::before{content:"● ";color:var(--good)}
.state.under_maintenance::before{content:"◆ ";color:var(--work)}
.state.degraded_performance::before{content:"▲ ";color:var(--slow)}
.state.partial_outage::before{content:"▲ ";color:var(--part)}.state.major_outage::before{content:"■ ";color:var(--down)}
.bar{display:block;width:100%;height:1.5rem;margin-top:.5rem}.bar path{stroke-width:20;stroke-dasharray:3 1;fill:none}
.operational{stroke:var(--good)}.under_maintenance{stroke:var(--work)}.degraded_performance{stroke:var(--slow)}
.partial_outage{stroke:var(--part)}.major_outage{stroke:var(--down)}
.none{stroke:url(#hatch)}#hatch path,.hatch{stroke:var(--quiet);stroke-width:1}
.defs{position:absolute;width:0;height:0}
.ends{display:flex;justify-content:space-between}
ol.updates{list-style:none;margin:.75rem 0 0;padding:0}ol.updates li{border-left:2px solid var(--rule);padding:0 0 .75rem .875rem}
ol.updates b{display:block}
footer{padding-top:1.5rem;padding-bottom:3rem;border-top:1px solid var(--rule);margin-top:2.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.25rem 1.25rem;list-style:none;margin:0 0 .75rem;padding:0}
nav a{display:inline-block;padding:.625rem 0}
form{display:grid;gap:1rem;max-width:28rem}label{display:block}input[type=email],input[type=url]{display:block;width:100%;
min-height:2.75rem;margin-top:.25rem;padding:.5rem .75rem;font:inherit;color:inherit;background:var(--panel);
border:1px solid var(--quiet);border-radius:8px}fieldset{border:1px solid var(--rule);border-radius:8px;padding:.5rem .875rem}
.tick{display:flex;gap:.625rem;align-items:center;min-height:2.75rem}.tick input{width:1.5rem;height:1.5rem;font-size:1rem;margin:0}
button{min-height:2.75rem;padding:.5rem 1.25rem;font:inherit;font-weight:600;border:0;border-radius:8px;
background:var(--accent);color:var(--ground);cursor:pointer;justify-self:start}
@media print{body{background:#fff;color:#000}nav{display:none}.now,.post,.parts{break-inside:avoid}}
`;
