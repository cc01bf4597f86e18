package session

import (
	"context"

	"github.com/fairweather-app/fairweather/core/assess"
	"github.com/fairweather-app/fairweather/core/edtf"
	"github.com/fairweather-app/fairweather/core/ledger"
)

// historyPoints is how many dates the answer's history is drawn from.
const historyPoints = 200

// historyKey is what the history depends on: not on the as-of date.
type historyKey struct {
	c                          *ledger.Case
	relier, partner, situation string
}

func keyOf(c *ledger.Case, q assess.Question) historyKey {
	return historyKey{c, q.Relier, q.Partner, q.Situation}
}

// SetQuestion asks something else. It does nothing if q is what is asked already.
func (s *Session) SetQuestion(q assess.Question) {
	if q == s.state.Question || !s.state.Open() {
		return
	}
	old := s.state.Question
	s.state.Question = q
	s.epoch++
	if keyOf(nil, old) != keyOf(nil, q) {
		s.state.History = nil
	}
	s.tell(QuestionChanged)
	s.answer()
}

// SetRelier asks on behalf of another actor. If that is the partner, the two change places.
func (s *Session) SetRelier(id string) {
	q := s.state.Question
	if id == q.Partner {
		q.Partner = q.Relier
	}
	q.Relier = id
	s.SetQuestion(q)
}

// SetPartner asks about another actor. If that is the relier, the two change places.
func (s *Session) SetPartner(id string) {
	q := s.state.Question
	if id == q.Relier {
		q.Relier = q.Partner
	}
	q.Partner = id
	s.SetQuestion(q)
}

// SetAsOf asks as of another day.
func (s *Session) SetAsOf(day edtf.Day) {
	q := s.state.Question
	q.AsOf = day
	s.SetQuestion(q)
}

// SetSituation asks about one situation, or "any".
func (s *Session) SetSituation(situation string) {
	q := s.state.Question
	q.Situation = situation
	s.SetQuestion(q)
}

// answer computes the answer to the question as it now stands. One computation
// runs at a time; when it ends and the question has moved on, the next starts.
// So a dragged date shows each day that there was time for, in order, and the
// last one for certain. A result for other records or another pair is dropped.
func (s *Session) answer() {
	if s.answering {
		return
	}
	s.answering = true
	s.answered = s.epoch
	c, q := s.state.Case, s.state.Question
	settings := assess.SettingsOf(c)
	var a *assess.Assessment
	var problem error
	s.run("answer", true, func(ctx context.Context) (func(), error) {
		if _, err := s.guard(ctx, func(context.Context) (func(), error) {
			a, problem = assess.Answer(c, q, settings)
			return nil, nil
		}); err != nil {
			a, problem = nil, err
		}
		return func() {
			s.answering = false
			if keyOf(c, q) == keyOf(s.state.Case, s.state.Question) {
				s.state.Answer, s.state.NoAnswer = a, ""
				if problem != nil {
					s.state.Answer, s.state.NoAnswer = nil, problem.Error()
				}
				s.tell(AnswerChanged)
			}
			if s.answered != s.epoch {
				s.answer()
				return
			}
			s.recall()
		}, nil
	}, func() bool { return true })
}

// recall computes the answer's history, unless it is there already.
func (s *Session) recall() {
	c, q := s.state.Case, s.state.Question
	key := keyOf(c, q)
	if s.history == key || s.state.Answer == nil {
		return
	}
	s.history = key
	q.AsOf = s.LastDay()
	settings := assess.SettingsOf(c)
	s.run("history", true, func(ctx context.Context) (func(), error) {
		points, err := assess.History(ctx, c, q, settings, assess.HistoryDays(c, q, historyPoints))
		return func() {
			s.state.History = points
			s.tell(HistoryChanged)
		}, err
	}, func() bool { return s.history == key && key == keyOf(s.state.Case, s.state.Question) })
}

// FirstDay is the first day that a person can scrub to: that of the case's
// first dated record.
func (s *Session) FirstDay() edtf.Day {
	if first, _, ok := s.state.Case.Span(); ok {
		return first
	}
	return s.Today() - 365
}

// LastDay is the last day that a person can scrub to: today, or the case's last
// record if it lies in the future; for a case of the past, a year after it ended.
func (s *Session) LastDay() edtf.Day {
	_, last, ok := s.state.Case.Span()
	today := s.Today()
	if ok && last < today-20*365 {
		today = last + 365
	}
	return max(today, last, s.state.Question.AsOf)
}
