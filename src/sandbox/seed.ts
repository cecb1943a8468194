import type { SandboxAccount, SandboxOptions, SeedFile, SeedSender } from './options.ts';

/** What the demonstration is entered with. No secret: it opens nothing but a sandbox. */
export const DEMO_ACCOUNT: SandboxAccount = {
  login: 'demo',
  password: 'demo-password',
  apiKey: 'demo-api-key',
  subclients: ['spb-branch'],
};

type Operators = NonNullable<SeedSender['operators']>;

/** The seven operators that a shop usually registers with, at one status. */
const national = (status: number | 'evolve'): Operators => ({
  mts_step: status,
  mega_step: status,
  bee_step: status,
  tele2_step: status,
  motiv_step: status,
  sber_step: status,
  volnamob_step: status,
});

/** Only what costs nothing. */
const free = (status: number | 'evolve'): Operators => ({ sber_step: status, tele2: status, motiv: status });

const admitted = (name: string, comment = ''): SeedFile => ({ name, status: 2, comment });
const rejected = (name: string, comment: string): SeedFile => ({ name, status: 1, comment });
const underReview = (name: string): SeedFile => ({ name, status: 0 });

/** Senders as a company's account might hold them: every status of senders, operators and files is among them, and a few numbers of no meaning. */
export const DEMO_SENDERS: readonly SeedSender[] = [
  {
    name: 'VOLGAMEBEL',
    comment: 'Мебельный салон',
    status: 1,
    operators: national(2),
    changedDaysAgo: 320,
    files: [admitted('tovarny-znak.pdf')],
  },
  { name: 'Lipa-Apteka', comment: 'Сеть аптек', status: 1, operators: { ...national(2), winmob_step: 2 }, changedDaysAgo: 290 },
  {
    name: 'SEVERBANK',
    comment: 'Банк, сервисные сообщения',
    status: 1,
    operators: { ...national(2), mts_int: 2, mega_int: 2, tele2_int: 2 },
    changedDaysAgo: 270,
    files: [admitted('licenziya.pdf'), admitted('svidetelstvo.tif')],
  },
  { name: 'KofeUglov', comment: 'Кофейни', status: 1, operators: free(2), changedDaysAgo: 250 },
  { name: 'TaxiRassvet', comment: 'Такси', status: 1, operators: { ...national(2), bee_step: 4 }, changedDaysAgo: 214 },
  {
    name: 'StroyDvor',
    comment: 'Строительный рынок',
    status: 1,
    operators: { ...national(2), mega_step: 5, mts_step: 5 },
    changedDaysAgo: 201,
  },
  { name: 'DomPirogov', comment: 'Доставка пирогов', status: 1, operators: { ...national(2), tele2_step: 9 }, changedDaysAgo: 22 },
  {
    name: 'fitness.lab',
    comment: 'Фитнес-клуб',
    status: 1,
    operators: { ...national(2), mts_step: 255 },
    changedDaysAgo: 19,
    files: [admitted('domen.png', 'Срок действия до 01.03.2027')],
  },
  { name: 'BALT-LOG', comment: 'Логистика', status: 1, operators: { ...national(2), ua_reg: 3, by_reg: 2 }, changedDaysAgo: 180 },
  {
    name: 'ZooUgolok',
    comment: 'Зоомагазин',
    status: 1,
    operators: { ...free(2), mts_step: 3 },
    changedDaysAgo: 165,
    files: [rejected('doverennost.jpg', 'Документ нечитаем, загрузите скан лучшего качества')],
  },
  {
    name: 'Optika8',
    comment: 'Салоны оптики',
    status: 1,
    operators: { ...national(2), bee_step: 8, mega_step: 8 },
    changedDaysAgo: 12,
    files: [underReview('znak-optika8.pdf')],
  },
  { name: 'AvtoMayak', comment: 'Автосервис', status: 1, operators: { ...national(2), volnamob_step: 1 }, changedDaysAgo: 9 },
  { name: 'KINOZAL', comment: 'Кинотеатр', status: 1, operators: national(2), changedDaysAgo: 150, replacements: { bee_step: 'Afisha' } },
  {
    name: 'MedPunkt',
    comment: 'Клиника',
    status: 1,
    operators: { ...national(2), sber_step: 0 },
    changedDaysAgo: 6,
    files: [admitted('licenziya-med.pdf'), underReview('dopolnenie.zip')],
  },
  { name: 'RybaMarket', comment: 'Рыбный магазин', status: 1, operators: { ...free(2), motiv: 7 }, changedDaysAgo: 140 },
  {
    name: 'UKLipovaya',
    comment: 'Управляющая компания',
    status: 1,
    operators: { ...national(1) },
    changedDaysAgo: 3,
    files: [underReview('dogovor.pdf')],
  },
  {
    name: 'SHINATORG',
    comment: 'Шины и диски',
    status: 1,
    operators: national(2),
    changedDaysAgo: 130,
    replacements: { mega_step: 'Shop-Info', motiv_step: 'INFO' },
  },
  {
    name: 'Detki.club',
    comment: 'Детский центр',
    status: 1,
    operators: { ...free(2), tele2_step: 3 },
    changedDaysAgo: 118,
    files: [rejected('ustav.rar', 'Нет печати организации'), admitted('ustav-2.pdf')],
  },
  { name: 'GAZ-SERVIS', comment: 'Обслуживание котлов', status: 1, operators: { ...national(2), by_int: 1 }, changedDaysAgo: 101 },
  {
    name: 'VinoGrad',
    comment: 'Винотека',
    status: 1,
    operators: national(3),
    changedDaysAgo: 97,
    files: [rejected('licenziya-vino.pdf', 'Истёк срок действия документа')],
  },
  { name: 'TURSIBIR', comment: 'Турагентство', status: 1, operators: { ...national(2), ua_int: 4, by_reg: 8 }, changedDaysAgo: 88 },
  { name: 'Salon_Lada', comment: 'Салон красоты', status: 1, operators: free(2), changedDaysAgo: 79 },
  {
    name: 'PraktikUm',
    comment: 'Учебный центр',
    status: 1,
    operators: { ...national(2), winmob_step: 0, mega_step: 9 },
    changedDaysAgo: 22,
  },
  { name: 'ODIN-CHAS', comment: 'Срочная доставка', status: 1, operators: { ...national(5), sber_step: 2 }, changedDaysAgo: 53 },
  { name: 'Cvetnik24', comment: 'Цветы', status: 1, operators: { ...national(2), bee_step: 255, tele2_step: 255 }, changedDaysAgo: 41 },
  {
    name: 'EkoPosuda',
    comment: 'Интернет-магазин',
    status: 1,
    operators: { ...free(2), mts_step: 'evolve', mega_step: 'evolve' },
    changedDaysAgo: 33,
  },
  { name: 'ELEKTRON', comment: 'Бытовая техника', status: 1, operators: national('evolve'), files: [underReview('svidetelstvo-367.pdf')] },
  { name: 'RemontPlus', comment: 'Ремонт квартир', status: 2, operators: national(2), changedDaysAgo: 240 },
  {
    name: 'OldBrand',
    comment: 'Прежнее название, не используется',
    status: 2,
    operators: { ...national(4), mts_step: 255 },
    changedDaysAgo: 400,
  },
  {
    name: 'SnegSnab',
    comment: 'Ждёт модератора',
    status: 0,
    operators: national(0),
    changedDaysAgo: 1,
    files: [underReview('doverennost-sneg.pdf')],
  },
  { name: 'Pekarnya1', comment: 'Только что добавлено', status: 'evolve', operators: free('evolve') },
  { name: 'LESTORG', comment: 'Только что добавлено', status: 'evolve', operators: national('evolve') },
  { name: '79990001122', comment: 'Горячая линия', status: 1, operators: { mts_step: 2, mega_step: 2 }, changedDaysAgo: 60 },
  { name: '78120001122', comment: 'Офис в Санкт-Петербурге', status: 1, operators: { mts_step: 2, bee_step: 3 }, changedDaysAgo: 45 },
  { name: '79990003344', comment: 'Ждёт подтверждения кодом', status: 0 },
  { name: 'zakaz@volgamebel.example', comment: 'Почта отдела заказов', status: 1 },
  {
    name: 'SPB-MEBEL',
    comment: 'Филиал',
    subclient: 'spb-branch',
    status: 1,
    operators: national(2),
    changedDaysAgo: 160,
    files: [admitted('filial.pdf')],
  },
  {
    name: 'NevaKuhni',
    comment: 'Кухни на заказ',
    subclient: 'spb-branch',
    status: 1,
    operators: { ...national(2), mega_step: 3 },
    changedDaysAgo: 75,
  },
  {
    name: 'LadogaSon',
    comment: 'Матрасы',
    subclient: 'spb-branch',
    status: 1,
    operators: free(2),
    changedDaysAgo: 30,
    replacements: { tele2: 'SMS-Info' },
  },
  { name: 'ViborgDver', comment: 'Двери', subclient: 'spb-branch', status: 0, operators: national(0), changedDaysAgo: 2 },
  { name: '78120005566', comment: 'Телефон филиала', subclient: 'spb-branch', status: 2, changedDaysAgo: 210 },
];

export const DEMO: SandboxOptions = { accounts: [DEMO_ACCOUNT], senders: DEMO_SENDERS, seed: 'demo', speed: 600 };
