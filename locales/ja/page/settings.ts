import type { SettingsTexts } from '../../setting-texts.ts';

/** Texts of the settings page. */
export const settings: SettingsTexts = {
  settings: {
    outOfRange: '{min}～{max} の整数を入力してください。',
    unit: {
      seconds: '秒',
      minutes: '分',
      days: '日',
      months: 'か月',
      cents: '米セント／日',
      dayOfMonth: '日',
      gigabytes: 'GB／月',
    },
    sources: { title: 'ソース', text: 'テーブルを読み取る AWS アカウント。' },
    collector: {
      title: 'コレクター',
      text: 'このコンピューターが報告する内容。',
      enabled: {
        label: 'このコンピューターを収集する',
        help: '1分ごとに収集し、再起動後も続けます。ソースに接続するとアップロードします。',
      },
      createTables: {
        label: '足りないテーブルを作成する',
        help: 'オンデマンド容量、有効期限付き。テーブル作成の権限が必要です。',
      },
      registryEveryMinutes: {
        label: 'レジストリ行の書き込み間隔',
        help: '書き込み 1 回の費用はサンプル 1 件と同じです。3 分にすると、このコンピューターの費用が 3 分の 1 減ります。ほかの画面には、新しい分がその分遅れて表示されます。',
      },
      hostname: '報告名',
    },
    sync: {
      title: '同期',
      text: 'テーブルを読み取る頻度。',
      intervalSeconds: { label: '間隔' },
      legacyBudgetCents: {
        label: '自動スキャン',
        help: 'この費用の範囲で、インデックスのない旧形式テーブルを読み、レジストリにないホストを探します。0 の場合は行いません。',
      },
    },
    retention: {
      title: '保存期間',
      text: 'ローカルデータベースに残す期間。DynamoDB 自体は30日間残します。',
      minuteDays: {
        label: '毎分の値',
        help: '全メトリクスとプロセス 5 件を含めて、1ホスト1分あたり約25バイト。',
      },
      rollupMonths: { label: '15分ごとの値', help: '長い期間のための最小、平均、最大。' },
      functionDays: {
        label: '関数の実行',
        help: 'py-perf ライブラリの計測結果。1 回の実行の 1 関数あたり約 25 バイト。日ごとの値は 15 分ごとの値と同じ期間残ります。',
      },
      forgetDays: {
        label: '応答のないホスト',
        help: 'どのテーブルにもないホストは、この期間の後にここから削除されます。',
      },
    },
    traffic: {
      title: '通信量',
      text: 'ホストのページで通信量を集計する方法。',
      resetDay: { label: '月の開始日', help: 'その日がない月は月末から始まります。' },
      quotaGb: { label: '上限', help: 'ホストごとの値。0 の場合は上限なし。' },
      counts: {
        label: '上限に含める通信',
        values: { both: '送信と受信', sent: '送信', received: '受信' },
      },
    },
    display: {
      title: '表示',
      theme: {
        label: 'テーマ',
        values: { system: 'システム', light: 'ライト', dark: 'ダーク' },
      },
      locale: { label: '言語', values: { auto: 'システム' } },
      timeZone: { label: 'タイムゾーン', values: { local: 'ローカル', utc: 'UTC' } },
      hourCycle: {
        label: '時計',
        values: { auto: '言語に合わせる', h23: '24時間', h12: '12時間' },
      },
    },
    updates: {
      title: '更新',
      check: {
        label: '1日に1回更新を確認する',
        help: '新しいバージョンをお知らせするだけで、同意なしにインストールすることはありません。',
      },
    },
  },
};
