/* Runs once when the source viewer is on the page. `element` is the viewer, `server` the Python functions it may call.
   Text of documents only arrives as HTML that the server has escaped; nothing here builds HTML from text. */

const language = () => {
  const lang = document.documentElement.lang || 'en';
  return lang === 'zh-Hans' ? 'zh' : lang;
};
const panel = element.closest('.pq-panel') || element;
const quiet = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;
const jump = (target, block) => target.scrollIntoView({ block, behavior: quiet() ? 'auto' : 'smooth' });

const tip = document.createElement('div');
tip.className = 'pq-tip';
tip.id = 'pq-tip';
tip.setAttribute('role', 'tooltip');
tip.hidden = true;
document.body.append(tip);

const spoken = document.createElement('div');
spoken.className = 'pq-spoken';
spoken.setAttribute('role', 'status');
document.body.append(spoken);

let from = null; // what opened the viewer: the way back
let place = 0; // which one it is of the links that look and lead the same
let opening = 0;

/* The source viewer */

async function open(link) {
  hideTip();
  if (!link.closest('.pq-reader')) [from, place] = [link, alike(link).indexOf(link)];
  opening += 1;
  const mine = opening;
  const html = await server.opened({ link: link.getAttribute('href'), language: language() });
  if (mine !== opening) return; // another was opened meanwhile
  element.innerHTML = html;
  panel.classList.add('pq-reading');
  const quote = element.querySelector('#pq-quote-1') || element.querySelector('.pq-here') || element.querySelector('h2');
  if (!quote) return;
  if (!quote.hasAttribute('tabindex')) quote.setAttribute('tabindex', '-1');
  quote.focus({ preventScroll: true });
  jump(quote, 'center');
}

function shut() {
  opening += 1;
  panel.classList.remove('pq-reading');
  element.replaceChildren();
}

const alike = (link) => [...document.querySelectorAll('a.pq-open')].filter(
  (one) => one.getAttribute('href') === link.getAttribute('href') && one.className === link.className,
);

// Gradio writes messages anew: the link that opened the viewer may have a twin in its place.
const twin = (link) => (!link || link.isConnected ? link : alike(link)[place]);

// Back to what opened the viewer, to the answer, or to the list of sources.
function close(where) {
  shut();
  const opener = twin(from);
  from = null;
  const heading = panel.querySelector('.pq-cards .pq-panel-title');
  const said = [...document.querySelectorAll('.pq-answer')].pop();
  const cited = opener && !panel.contains(opener) ? opener : said?.querySelector('a.pq-cite, a.pq-open');
  const back = { opener, answer: cited, sources: heading }[where] || document.querySelector('#pq-box textarea');
  if (!back) return;
  if (back === heading) back.setAttribute('tabindex', '-1');
  back.focus({ preventScroll: true });
  jump(back, where === 'sources' ? 'start' : where === 'answer' ? 'center' : 'nearest');
}

// The sources of another answer are shown at once, unless one is reading.
const cards = panel.querySelector('.pq-cards');
if (cards) {
  new MutationObserver(() => {
    if (panel.classList.contains('pq-reading') && !element.contains(document.activeElement)) shut();
  }).observe(cards, { childList: true, subtree: true });
}

/* Quotes of citations, for the pointer and for the keyboard */

function showTip(cite) {
  hideTip();
  const quote = cite.getAttribute('title');
  if (!quote) return;
  cite.dataset.quote = quote;
  cite.removeAttribute('title');
  tip.textContent = quote;
  tip.hidden = false;
  cite.setAttribute('aria-describedby', tip.id);
  move(cite);
}

function move(cite) {
  const box = cite.getBoundingClientRect();
  const left = Math.max(8, Math.min(box.left, window.innerWidth - tip.offsetWidth - 8));
  const above = box.top - tip.offsetHeight - 8;
  tip.style.left = `${left}px`;
  tip.style.top = `${above > 8 ? above : box.bottom + 8}px`;
}

function hideTip() {
  tip.hidden = true;
  document.querySelectorAll(`a[aria-describedby="${tip.id}"]`).forEach((cite) => {
    cite.removeAttribute('aria-describedby');
    cite.setAttribute('title', cite.dataset.quote);
  });
}

const citeOf = (event) => (event.target.closest ? event.target.closest('a.pq-cite') : null);
document.addEventListener('mouseover', (event) => {
  const cite = citeOf(event);
  if (cite) showTip(cite);
  else if (event.target !== tip) hideTip();
});
document.addEventListener('focusin', (event) => {
  const cite = citeOf(event);
  if (cite && cite.matches(':focus-visible')) showTip(cite);
  else hideTip();
});
document.addEventListener('scroll', () => {
  const cite = document.querySelector(`a[aria-describedby="${tip.id}"]`);
  if (cite && cite.matches(':hover, :focus-visible')) move(cite);
  else hideTip();
}, true);

/* Copies */

async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // A page that is not on this machine and not under https has no clipboard of its own.
    const area = document.createElement('textarea');
    area.value = text;
    area.className = 'pq-spoken';
    document.body.append(area);
    area.select();
    document.execCommand('copy');
    area.remove();
    button.focus();
  }
  const said = button.closest('.pq-actions').querySelector('.pq-copied');
  if (said) {
    spoken.textContent = '';
    window.setTimeout(() => { spoken.textContent = said.textContent; }, 50);
    button.classList.add('pq-done');
    window.setTimeout(() => button.classList.remove('pq-done'), 2000);
  }
}

async function table() {
  const words = document.querySelector('#pq-measures textarea, #pq-measures input');
  const text = await server.csv({ words: words ? words.value : '', language: language() });
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = 'responsibilities.csv';
  link.click();
  window.setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

document.addEventListener('click', (event) => {
  const target = event.target;
  if (!target.closest || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = target.closest('a.pq-open');
  const act = target.closest('.pq-act');
  if (link) {
    event.preventDefault();
    open(link);
  } else if (target.closest('.pq-back')) {
    const narrow = !window.matchMedia('(min-width: 1000px)').matches;
    close(target.closest('.pq-to-chat') ? 'answer' : narrow ? 'sources' : 'opener');
  } else if (target.closest('#pq-csv')) {
    table();
  } else if (act) {
    event.preventDefault();
    const answer = act.closest('.pq-answer');
    if (act.classList.contains('pq-share')) copy(new URL(act.getAttribute('href'), location.href).href, act);
    else if (act.classList.contains('pq-copy-text')) copy(answer.querySelector('.pq-kept-text').textContent, act);
    else copy(answer.querySelector('.pq-kept-markdown').textContent, act);
  }
});
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  if (!tip.hidden) hideTip();
  else if (panel.classList.contains('pq-reading') && !event.defaultPrevented) close('opener');
});

// One question at a time: what is written meanwhile stays in its box.
document.addEventListener('keydown', (event) => {
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || !event.target.closest?.('#pq-box')) return;
  if (!document.querySelector('#pq-stop')?.offsetParent) return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

/* Files to add: what would be refused is not sent at all */

// The refusal of a list of files, by the rules that the server wrote beside their field and keeps itself; '' for none.
function refusal(files) {
  const rules = document.querySelector('.pq-intake-rules')?.dataset;
  if (!rules) return '';
  const suffixes = rules.suffixes.split(' ');
  const unread = files.find((file) => !suffixes.some((suffix) => file.name.toLowerCase().endsWith(suffix)));
  const large = files.find((file) => file.size > Number(rules.bytes));
  const all = files.reduce((sum, file) => sum + file.size, 0);
  if (files.length > Number(rules.files)) return rules.many;
  if (unread) return rules.kind.replace('{name}', unread.name);
  if (large) return rules.large.replace('{name}', large.name);
  return all > Number(rules.all) ? rules.total : '';
}

function refuse(event, list) {
  if (!event.target.closest?.('.pq-files')) return;
  const why = refusal([...(list || [])]);
  if (!why) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.type === 'change') event.target.value = '';
  const line = document.querySelector('.pq-intake-refused');
  line.textContent = why;
  spoken.textContent = why;
}

document.addEventListener('change', (event) => {
  const line = document.querySelector('.pq-intake-refused');
  if (line && event.target.closest?.('.pq-files')) line.textContent = '';
  refuse(event, event.target.files);
}, true);
document.addEventListener('drop', (event) => refuse(event, event.dataTransfer?.files), true);

// What is done with them is said as it begins, not at every step.
let stage = '';
const tell = () => {
  const said = document.querySelector('#pq-intake .pq-intake-said')?.textContent || '';
  if (said !== stage) spoken.textContent = said;
  stage = said;
};

/* Gradio names a message by its unrendered text: a screen reader would read the HTML out. */

const named = (message) => {
  const name = message.dataset.testid === 'bot' ? '.pq-answer, .pq-searching' : '.pq-question';
  if (message.querySelector(name) && message.getAttribute('aria-label')?.includes('<')) {
    message.removeAttribute('aria-label');
  }
};
const mend = () => {
  tell();
  document.querySelectorAll('[data-testid=bot], [data-testid=user]').forEach(named);
  // Its examples are buttons in a list without items.
  document.querySelectorAll('.examples[role=list]').forEach((list) => list.removeAttribute('role'));
};
new MutationObserver(mend).observe(
  document.body,
  { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label'] },
);
mend();
