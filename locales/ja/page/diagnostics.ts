import type { diagnostics as En } from '../../en/page/diagnostics.ts';

/** Texts of the diagnostics page. */
export const diagnostics: typeof En = {
  diagnostics: {
    lead: '確認した内容、見つかったこと、そして対処。',
    again: 'もう一度確認',
    running: '確認中',
    findings: '結果',
    level: { ok: '良好', info: '参考', warning: '警告', error: 'エラー' },
    region: 'リージョンまたはエンドポイント：',
    credentials: '認証情報：',
    clock: 'サーバーに対する時計の進み：',
    table: 'テーブル',
    state: '状態',
    expiry: '有効期限',
    expiryOff: 'オフ',
    items: '項目数',
    size: 'サイズ',
    newest: '最新の項目',
    tableState: {
      unknown: '未確認',
      active: '有効',
      missing: 'なし',
      creating: '作成中',
      denied: 'アクセス拒否',
      failing: '異常',
    },
    store: 'このコンピューター上',
    storeText:
      'ローカルデータベースは {bytes}、{hosts} 台のホストの {hours} ホスト時間分です。未送信の測定は {outbox} 件です。',
    capacity: '費用',
    cost: '月あたり約 {month}、過去30日で {total}。',
    operation: '操作',
    requests: 'リクエスト',
    readUnits: '読み込み単位',
    writeUnits: '書き込み単位',
    dollars: '米ドル',
    prices:
      '{region} のオンデマンド価格（{date} 時点）。他のリージョンでは最大で約1.5倍です。ストレージと、他のプログラムのリクエストは含みません。',
    credentialsKey: 'アクセスキー …{end}',
    skipped: '読み飛ばした項目（{n}）',
    skippedSome: '最新の {n} 件。',
    item: '項目',
    problem: '問題',
    seen: '最後に確認',
    viewerPolicy: '閲覧に必要な最小限の IAM ポリシー',
    watcherPolicy: 'ウィンドウなしの監視に必要な最小限の IAM ポリシー',
    collectorPolicy: '収集に必要な最小限の IAM ポリシー',
    indexPolicy: 'インデックス作成用の IAM ポリシー',
    hostPolicy: '1 台のホストに必要な最小限の IAM ポリシー',
    hostPolicyName: 'ホスト名',
    hostPolicyHelp: 'v2 テーブルで、このホストの行だけを書き込めます。',
    copy: 'コピー',
    copied: 'コピーしました。',
  },
  legacy: {
    unread: '{n} 台のホストで欠けた分があるかもしれません：旧テーブルをまだ全部読んでいません。',
    title: '旧テーブルの履歴。',
    estimate:
      'インデックスがないため、テーブル全体を走査します：{size}、{units} 読み込み単位、{cost}、約 {time}。',
    progress: '{total} 区間中 {done}、{items} 項目、{units} 読み込み単位。',
    read: '履歴を読む',
    resume: '再開',
    stop: '停止',
    state: {
      idle: 'まだ読んでいません。',
      running: '読み込み中。',
      paused: '一時停止中。',
      done: '読み込み済み。',
    },
  },
  legacyIndex: {
    runs: {
      title: '実行テーブルのインデックス。',
      absent:
        'ありません。新しい実行はテーブル全体の走査で探します。インデックスがあればクエリで済みます。',
      price:
        '作成に {units} 書き込み単位（{cost}、一回のみ）、保存に約 {size}（月 {storage}、テーブルとともに増加）かかります。作成後は、アップロードごとに書き込み単位が 1 つ増えます。',
    },
    title: '旧テーブルのインデックス。',
    absent:
      'ありません。履歴はテーブル全体の走査で読み、ホストは一台ずつ追跡します。インデックスがあれば、どちらもクエリで済みます。',
    creating: 'DynamoDB が作成中です。準備ができしだい使われます。',
    price:
      '作成に {units} 書き込み単位（{cost}、一回のみ）、保存に {size}（月 {storage}、テーブルとともに増加）かかります。作成後は、アップロードの費用が約 2 倍になります。',
    throttled:
      'このテーブルは容量固定です。インデックスにはテーブルと同じ毎秒 {read} 読み込み単位・{write} 書き込み単位が割り当てられ、時間単位で課金されます。作成には少なくとも {time} かかります。インデックスの容量が足りないと、テーブルへの書き込みが抑制されます。',
    create: 'インデックスを作成…',
    confirmTitle: '{table} のインデックスを作成しますか？',
    confirmText:
      'このテーブルを使うすべての人に影響します。項目は変わりません。インデックスの削除は管理者にしかできません。',
    confirm: '作成',
    command: '管理者向けのコマンド',
  },
  gone: {
    title: '消えたホスト',
    text: 'どのテーブルにもなく、長く報告のないホストは忘れることができます。消えるのはこのコンピューターに保存した分だけで、DynamoDB からは何も削除しません。',
    days: '報告のない日数（これより長い）',
    problem: '1 から 3,650 までの整数です。',
    find: '探す',
    none: 'どのテーブルにもなく {n} 日より長く報告のないホストはありません。',
    confirmTitle: 'このホストを忘れますか？ | {n} 台のホストを忘れますか？',
    confirmText:
      'このコンピューターに保存した分は完全に削除されます。テーブルに再び現れれば戻ります。',
    confirm: '忘れる',
    done: '{n} 台のホストを忘れました。',
    more: 'ほか {n} 台',
    never: '報告なし',
  },
  removed: {
    title: '除外したホスト',
    text: 'レジストリを読むすべての人の一覧から外れています。データは残り、再び報告すれば自動で戻ります。',
    none: '除外したホストはありません。',
    restore: '戻す',
    restoreHost: '{host} を戻す',
    confirmTitle: 'このホストを除外しますか？ | {n} 台のホストを除外しますか？',
    confirmText:
      'このレジストリを読むすべての人から見えなくなります。データは削除されず、診断ページで戻せます。',
    confirm: '除外',
  },
};
