import type { sharing as En } from '../../en/page/sharing.ts';

/** Japanese. */
export const sharing: typeof En = {
  sharing: {
    title: 'チームで共有',
    text: 'ソースのレジストリテーブルを通じて、ラベル、ルール、メンテナンス、チャンネルを全員で揃えます。',
    share: '{name} を共有する',
    off: 'ここでの設定はこのコンピューターだけのものです。',
    waiting: 'まだ読み込んでいません。',
    shared: '{at}に同期しました。',
    'read-only':
      '{at}に読み込みました。レジストリに書き込めないため、変更はこのコンピューターにとどまります。',
    failing: 'ここではこれまでの設定が引き続き有効です。',
    pending: 'ここでの変更は次の取得時に送信されます。',
    cost: 'レジストリに {kb} KB：取得ごとに読み取り {units} ユニット。',
    notWhole:
      'このソースのホストに関するものだけです。ルールとチャンネルは最初に共有したソースに含まれます。',
    confirm: {
      title: '{name} をチームで共有しますか？',
      what: '共有されるもの：ラベル、アラートルール、個別設定、メンテナンス、チャンネル、アラートの確認、メモ、変更した人（{example}）。',
      never:
        '共有されないもの：秘密情報、認証情報、通知しない時間、ビュー。他の人のチャンネルは、ここでオンにするまで動作しません。',
      who: 'レジストリテーブルを読める人は全員読めます。',
      rights:
        '#py-perf-desktop/… という名前の行に書き込む権限が必要です。権限がなければ読み取りのみになります。',
      cost: '費用は取得ごとに読み取り約 0.1 ユニット、1,000 台分のラベルで 1 ユニットです。',
      action: '共有する',
    },
    conflicts: '2 人が変更しました。どちらを有効にしますか？',
    by: '{who}、{at}',
    holds: '現在有効',
    choose: 'これにする',
    chosen: '全員に対して決定しました。',
    removed: '削除',
    kept: '残す',
    on: 'オン',
    no: 'オフ',
    problem: '反映されません：{field}：{reason}',
    channelOff:
      '{name} はチームから届いたもので、ここではオフです。「チャンネル」でオンにできます。',
    channelMissing: '{name} の秘密情報がここにありません。「チャンネル」で入力してください。',
    part: {
      note: 'メモ',
      label: 'ラベル',
      rule: 'ルール',
      override: '個別設定',
      maintenance: 'メンテナンス',
      channel: 'チャンネル',
    },
    export: 'エクスポート…',
    exported: '保存しました。',
    import: 'インポート…',
    importTitle: '{n} 件の変更をインポートしますか？',
    importText: 'ファイルにあるものはここの設定を置き換え、それ以外はそのままです。',
    importNothing: 'このファイルで変わるものはありません。',
    importAction: 'インポート',
    imported: 'インポートしました。',
    more: 'ほか {n} 件',
  },
};
