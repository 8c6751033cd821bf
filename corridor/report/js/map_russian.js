// Russian for the words of the route page; what is missing stays English.
function mapRussian() {
  "use strict";

  return {
    // modes, kinds, states
    "Rail": "Железная дорога", "Road": "Автодорога", "Sea": "Море",
    "rail": "железная дорога", "road": "автодорога", "sea": "море",
    "by rail": "по железной дороге", "by road": "автотранспортом", "by sea": "морем",
    "to or from the network": "подъезд к сети", "haul": "перевозка", "border": "граница",
    "transfer": "перегрузка", "port": "порт", "sailing": "морской переход",
    "via {}": "через {}", "inside {}": "внутри {}", "changing at {}": "с перегрузкой: {}",
    "leaves {} and comes back, counts {} times": "покидает {} и возвращается, при сравнении берётся в {} раза",
    "open": "открыт", "restricted": "работает с ограничениями",
    "opened for this answer": "закрыт, открыт только для этого расчёта",
    "best": "лучший", "cheapest": "самый дешёвый", "fastest": "самый быстрый",
    "lowest CO2e": "наименьший CO2e", "shortest": "самый короткий",
    "general": "генеральный груз", "perishable": "скоропортящийся груз",
    "hazardous": "опасный груз", "oversize": "негабаритный груз", "bulk": "насыпной груз",
    // units
    "h": "ч", "days": "сут", "km": "км", "m": "м", "mm": "мм", "kg CO2e": "кг CO2e", "t CO2e": "т CO2e",
    "{} to {}": "от {} до {}", "day {}": "день {}", "{} t each": "по {} т",
    "{} estimated": "{} по оценке",
    // panel
    "to": "→", "ready {}.": "готов {}.", "Data of {}.": "Данные на {}.",
    "Map of the route": "Карта маршрута", "Itineraries": "Маршруты", "Itinerary": "Маршрут", "Itinerary {}": "Маршрут {}",
    "Itineraries (choose one)": "Маршруты (выберите)", "Scenario: {}": "Сценарий: {}",
    "Multiplied: {}": "Умножено: {}", "Own rows: {}": "Собственные строки: {}",
    "Not used, for no answer could: {}": "Не использованы, ни один ответ не мог бы: {}",
    "On estimates: {} of the cost, {} of the hours. Arrives {}.":
      "На оценках: {} стоимости, {} часов. Прибытие {}.",
    "Legs": "Участки", "Choose one for its bill.": "Выберите участок, чтобы увидеть его счёт.",
    "Enlarge the chart": "Увеличить график",
    "Time and cost over distance": "Время и стоимость по расстоянию",
    "Closed on the way": "Закрыто на пути", "Mind": "Обратите внимание",
    "Documents": "Документы", "Sources": "Источники",
    "~ marks what rests on an estimate. Bands are low to high. CO2e well to wheel.":
      "Знаком ~ отмечено то, что основано на оценке. Диапазоны: от низкого до высокого. CO2e за полный цикл топлива.",
    "Boundaries are shown for orientation, no position is taken. Disputed lines known to the base map are dashed.":
      "Границы показаны для ориентации и не выражают никакой позиции. Спорные линии, известные подложке, нанесены пунктиром.",
    "Graph {}.": "Граф {}.", "Quote {}.": "Расчёт {}.",
    "Issued {}, valid {} days, until {}.": "Выдан {}, действует {} сут, до {}.",
    // popups
    "Close": "Закрыть", "Note": "Примечание", "Item": "Статья", "low": "низк.", "high": "выс.",
    "Leg": "Участок", "rests on an estimate": "основано на оценке", "your own figure": "ваши данные",
    "outside the total": "вне итога", "Passage {}": "Проход {}",
    "Closed for {} since {}": "Закрыто ({}) с {}", "until {}": "до {}",
    "last confirmed {}, after the departure.": "последнее подтверждение {}, после отправления.",
    "last confirmed {} ({} days before departure).": "последнее подтверждение {} (за {} сут до отправления).",
    "If it were open: ": "Если бы было открыто: ", "Source: ": "Источник: ",
    "Origin": "Отправление", "Destination": "Назначение",
    // signs and controls
    "Origin: {}": "Отправление: {}", "Destination: {}": "Назначение: {}", "Port: {}": "Порт: {}",
    "Transfer: {}": "Перегрузка: {}", "Break of gauge: {}": "Смена колеи: {}",
    "Border: {}": "Граница: {}", "Border, restricted: {}": "Граница, с ограничениями: {}",
    "Border, opened for this answer: {}": "Граница, открыта для расчёта: {}", "Closed: {}": "Закрыто: {}",
    "Legend": "Легенда", "Sea lane": "Морской путь",
    "Coarse: only places known": "Грубо: известны только пункты", "Border crossing": "Пункт пропуска",
    "Border, restricted": "Пункт пропуска с ограничениями",
    "Closed border, opened here": "Закрытая граница, открыта здесь", "Transfer": "Перегрузка",
    "Break of gauge": "Смена колеи", "Port": "Порт", "Closed": "Закрыто", "Names": "Названия",
    "Other itineraries": "Другие маршруты", "Border crossings": "Пункты пропуска",
    "Transfers": "Перегрузки", "Breaks of gauge": "Смены колеи", "Ports": "Порты",
    "Origin and destination": "Отправление и назначение", "Countries": "Страны",
    "Land only": "Только суша", "No base map": "Без подложки", "Zoom in": "Приблизить",
    "Zoom out": "Отдалить", "Layers": "Слои",
    // sentences; their names and figures are filled in
    "Night bans on the roads of {}: no row for {}.": "Ночные запреты на дорогах {}: строки за {} год нет.",
    "{}: vehicles stand from {} to {} since {}, confirmed {}; no hours are added for it.":
      "{}: машины стоят с {} до {} с {}, подтверждено {}; часы на это не добавлены.",
    "Feasts without a row, whose days are not counted: {}.":
      "Праздники без строки в таблицах, их дни не учтены: {}.",
    "{}: last confirmed closed on {}, {} days before departure; ask before relying on it.":
      "{}: последнее подтверждение закрытия {}, за {} сут до отправления; уточните перед отправкой.",
    "{} km of the way have an estimated length.": "Длина {} км пути взята по оценке.",
    "{} is closed in the tables and was opened for this answer.":
      "{}: по таблицам закрыт, открыт только для этого расчёта.",
    "{}: no regular timetable ({}).": "{}: без регулярного расписания ({}).",
    "{}: {} t on the usual truck are over {} t of gross weight; a lighter vehicle or a permit is needed.":
      "{}: {} т на обычном грузовике превышают {} т полной массы; нужна более лёгкая машина или разрешение.",
    "Ways barred for this load: {}. {}": "Пути, закрытые для этого груза: {}. {}",
    "A {} goes as wagonload; no --service was asked for.": "Единица груза ({}) идёт повагонной отправкой: --service не задано.",
    "Not used, as they take no {}: {}.": "Не использовано, не берут груз в такой единице ({}): {}.",
    "sea services: {}": "морские линии: {}", "terminals: {}": "терминалы: {}",
    "Not used for want of a row: {}.": "Не использовано, нет строки в таблицах: {}.",
    "Prices and times are of {} and before, the departure is in {}.":
      "Цены и сроки по состоянию на {} год и ранее, отправление в {} году.",
    "Discouraged: {}; what touches it counted {} times in choosing the way and once on the bill.":
      "Нежелательно: {}; при выборе пути учтено {}-кратно, в счёте один раз.",
    "{} of {} itineraries: {}": "Маршрутов {} из {}: {}",
    "{} {}: read as {}, a guess.": "{} {}: прочитано как {} - это догадка.",
    "{} {}: read as {}.": "{} {}: прочитано как {}.",
    "wagon": "вагон", "truck": "грузовик", "reefer": "рефрижератор",
    "Notes, rules and sources are as in the tables, in English; a name without a known Russian form is in Latin letters.":
      "Примечания, правила и источники даны как в таблицах, по-английски; название без известной русской формы дано латиницей.",
    // paper
    "On estimates": "На оценках", "Arrives": "Прибытие", "legs": "участки", "borders": "границы",
    "Itineraries, typical and band": "Маршруты, обычное значение и диапазон", "Start": "Начало",
    "Place": "Место", "Hours": "Часы", "Crossing": "Пункт пропуска", "Between": "Между", "Mode": "Транспорт",
    "Passage": "Проход", "Status": "Состояние", "Name": "Название", "Since": "С",
    "Last confirmed": "Последнее подтверждение", "If it were open": "Если бы было открыто",
    "{} of the cost, {} of the hours": "{} стоимости, {} часов",
    "{} ({} days before)": "{} (за {} сут)", "{} (after the departure)": "{} (после отправления)", "{} km of itinerary {}": "{} км маршрута {}",
    "Estimated length: {}.": "Длина по оценке: {}.",
    "The first itinerary is drawn broad. Rail is striped, road plain, sea dotted; dashed where only places are known.":
      "Первый маршрут нанесён широко. Железная дорога полосатая, автодорога сплошная, море точками; пунктир, где известны только пункты.",
    // chart
    "Time, cost and distance from {} to {}": "Время, стоимость и расстояние: {} - {}",
    "Hours (days) since departure": "Часы (сутки) от отправления", "{} spent": "Израсходовано, {}",
    "Over kilometres. Steps: diamond a border, square a change of mode or gauge, circle a port or a wait. The bar at each end is low to high.":
      "По километрам. Ступени: ромб - граница, квадрат - смена транспорта или колеи, круг - порт или ожидание. Черта в конце - от низкого до высокого.",
  };
}
