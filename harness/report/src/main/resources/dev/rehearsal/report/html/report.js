(function () {
  'use strict';
  var journeys = Array.prototype.slice.call(document.querySelectorAll('details.journey'));
  var tools = document.querySelector('.tools');
  var first = document.querySelector('details.journey.bad');
  function unfold(each) {
    var folded = each.querySelector(':scope > script');
    if (folded) { folded.insertAdjacentHTML('afterend', folded.textContent); folded.remove(); }
  }
  journeys.forEach(function (each) {
    each.addEventListener('toggle', function () { if (each.open) { unfold(each); } });
  });
  function reveal() {
    var at = location.hash && document.getElementById(location.hash.slice(1));
    if (at && at.tagName === 'DETAILS') { at.open = true; at.scrollIntoView(); }
  }
  addEventListener('hashchange', reveal);
  reveal();
  if (first && !location.hash) { first.open = true; }
  if (!tools) { return; }
  tools.hidden = false;
  var show = 'all';
  var search = tools.querySelector('input');
  var buttons = Array.prototype.slice.call(tools.querySelectorAll('button'));
  function apply() {
    var words = search.value.toLowerCase();
    journeys.forEach(function (each) {
      var fits = show === 'all' || each.dataset.status === show;
      each.hidden = !fits || (words && each.firstElementChild.textContent.toLowerCase().indexOf(words) < 0);
    });
  }
  buttons.forEach(function (button) {
    button.addEventListener('click', function () {
      show = button.dataset.show;
      buttons.forEach(function (each) { each.setAttribute('aria-pressed', String(each === button)); });
      apply();
    });
  });
  search.addEventListener('input', apply);
})();
