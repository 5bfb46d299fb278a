/** Texts about notes at a time. */
export const annotations = {
  annotation: {
    title: 'Notes',
    add: 'Add a note',
    addShort: 'Add',
    addAt: 'Add a note at {time}',
    edit: 'Edit note',
    editOne: 'Edit note: {text}',
    remove: 'Delete note',
    removeOne: 'Delete note: {text}',
    removed: 'Note deleted.',
    about:
      'Deployments, maintenance, causes: what the charts do not say. Notes stand on the charts at their time.',
    text: 'Note',
    empty: 'Write what happened.',
    scope: 'About',
    fleet: 'All hosts',
    at: 'From',
    endedAt: 'Until',
    endHelp: 'Empty: a moment.',
    order: 'The end must be after the beginning.',
    none: 'No notes in this range. Right-click a chart, or press N on it, to add one.',
  },
};
